"""Dialogs: what would happen is planned and shown before it is applied. Opened with ``open()``, never ``exec()``."""
