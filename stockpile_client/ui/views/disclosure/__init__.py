"""What every partner holds of ours.

Layout
    matrix.py    rows are values, columns are partners; which of them a filter shows; no Qt
    columns.py   how the matrix, and the releases behind one of its cells, read across a table
    export.py    the matrix as CSV or XLSX
    view.py      the workspace
"""
