"""What the agency holds, and what is known of it.

Layout
    view.py         the workspace: tabs between the pages
    page.py         what the workspace asks of a page
    lots.py         every lot in one table, a filter line above it, the selected lot below it
    lot_columns.py  how a lot reads across the table
    lot_pane.py     all about the selected lot
    charts.py       the stock in charts: against its target, expiry ahead, movements over time
"""
