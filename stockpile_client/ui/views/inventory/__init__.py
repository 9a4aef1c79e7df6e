"""What the agency holds, and what is known of it.

Layout
    view.py         the workspace: tabs between the pages, and what the main window asks
    page.py         what the workspace asks of a page
    forms.py        opens every form of the inventory, again with a draft in it
    lots.py         every lot in one table, a filter line above it, the selected lot below it
    movements.py    the ledger of all lots with the running balance
    list_page.py    a list at the left, the chosen record at the right: what the next three have in common
    sites.py, claims.py, requirements.py
    record_pane.py  one record in full: facts, what may be done, what was done
    charts.py       the stock in charts: against its target, expiry ahead, movements over time
    lot_columns.py, movement_columns.py, lot_pane.py

The forms themselves are in ``ui/dialogs``: ``edit_*.py``, ``post_movement.py``, ``reverse_movement.py``.
"""
