"""How much of a spreadsheet is read at all: every limit of this package, in one place.

A file beyond a limit is refused as a whole, with the limit in the message, before memory or time is spent on it.
"""

from __future__ import annotations

MAX_FILE_BYTES = 2 * 1024**3
"""2 GiB: twenty times the largest inventory that agencies are known to keep in one file."""
MAX_ROWS = 5_000_000
"""As many as a statement may hold (BUNDLE.md section 7)."""
MAX_COLUMNS = 200
MAX_FIELD_CHARS = 64 * 1024
"""As long as a line of a statement may be; more is a quotation mark that nobody closed."""
MAX_LINE_CHARS = 1024 * 1024
SAMPLE_CHARS = 256 * 1024
"""How much of the text is looked at to find the delimiter and the header."""
HEADER_SEARCH_ROWS = 50
"""Title, author, date and remarks above a table: nobody writes more of them."""

MAX_WORKBOOK_BYTES = 256 * 1024**2
"""A workbook is held in memory while it is read; a full sheet of a million rows is some 60 MB."""
MAX_WORKBOOK_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 1024**3
MAX_RATIO = 200
"""Unpacked to packed size, as for bundles (BUNDLE.md section 7); sheets of real tables stay below 30."""
RATIO_FREE_BYTES = 1024**2
"""Below one mebibyte a high ratio does no harm, and tiny sheets of blanks reach it honestly."""
MAX_SHEET_CELLS = 5_000_000
"""The reader lays a sheet out as a full rectangle in memory, at up to 200 bytes a cell (measured): one gigabyte.

Its area is what counts, not its filled cells. Larger tables come as CSV, which is streamed.
"""
MAX_XML_DEPTH = 64

MAX_LISTED_PER_CODE = 1_000
"""Findings of one kind that are kept one by one; beyond that they are only counted."""

MAX_PASTED_BYTES = 32 * 1024**2
"""What the clipboard hands over at once: a hundred thousand rows. Larger tables come as files, which are streamed."""
