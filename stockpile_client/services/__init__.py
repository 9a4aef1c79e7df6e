"""The use cases, one module per verb: each takes a context and returns a value, a plan or a ChangeSet."""
