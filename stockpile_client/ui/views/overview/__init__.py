"""What needs attention, each with the way to it; the last good backup; whether the audit log holds.

Layout
    view.py      the workspace
    standing.py  what is read, and what of it is a concern
    line.py      one thing with its status and a button
"""
