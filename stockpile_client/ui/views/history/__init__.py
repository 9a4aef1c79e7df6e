"""What went out and came in, with what became of it; and what the last statement changed.

Layout
    view.py      the workspace: bundles above, channels below, what can be done with the selected one
    standing.py  what is read, and how a bundle stands with its receipt
    columns.py   how bundles and channels read across their tables
    changes.py   a statement against the one before it, in a chart
"""
