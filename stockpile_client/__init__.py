"""Stockpile Client: keep, decide, release, receive, answer and use critical-mineral stockpile information.

Start reading in :mod:`stockpile_client.core` (the words and rules), then :mod:`stockpile_client.bundle`
(the file that travels) and :mod:`stockpile_client.services` (what a user does).
"""

__version__ = "0.1.0"
