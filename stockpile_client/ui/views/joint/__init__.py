"""The joint picture: what we and our partners hold together, and for how many days, on one stated definition.

Layout
    view.py     the workspace: definition and measure, materials and the agencies behind them, documents
    cover.py    days of cover of one material in a chart
    columns.py  how totals and agencies read across their tables
"""
