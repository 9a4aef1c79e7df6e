"""The commands, one module a noun, each imported when it is called."""
