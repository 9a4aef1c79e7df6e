"""The garbage collector at rest while very many small records are made.

A preview of a hundred thousand lots makes half a million frozen records, none of which refers to anything that could
refer back. The collector would visit all of them again and again as they grow in number, which took half of the time.
What is really garbage in the meantime is freed by its reference count, as ever.

>>> with collector_at_rest():
...     lines = [line for cell in cells for line in lines_of(cell)]
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Collect nothing inside; afterwards as before. Inside another one, or where it is off anyway, it does nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
