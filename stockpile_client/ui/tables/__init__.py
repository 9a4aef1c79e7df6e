"""What can be done with any table of the window: columns, views under a name, copying, exporting, pasting.

:class:`~stockpile_client.ui.tables.keeper.TableKeeper` is the host of every table while a profile is open.
"""
