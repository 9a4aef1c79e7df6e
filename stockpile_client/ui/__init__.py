"""The window: PySide6 Widgets over the same services as the command line."""
