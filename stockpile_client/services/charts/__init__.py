"""The figures behind the charts: exact values, intervals and reasons; how they are drawn is not known here.

Layout
    stock.py      our stock against a target, a year's consumption or a year's net imports
    expiry.py     what must be rotated, quarter by quarter ahead
    movements.py  what came in and went out each quarter, and the running stock
    changes.py    a partner's last statement against the one before, both ways
    quarters.py   calendar quarters
"""
