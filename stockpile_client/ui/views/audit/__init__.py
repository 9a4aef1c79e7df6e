"""The audit workspace: the table of entries, one entry in words, and the verdict on the whole log."""
