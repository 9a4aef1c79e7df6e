"""What every partner holds of ours.

matrix.py    rows are values, columns are partners; no Qt
columns.py   how the matrix, and the releases behind one of its cells, read across a table
table.py     the matrix as cells of which one is chosen
export.py    the matrix as CSV or XLSX
view.py      the workspace
"""
