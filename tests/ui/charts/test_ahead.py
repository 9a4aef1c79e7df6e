"""What is loaded ahead is most of what the drawing library needs besides Qt, and none of Qt."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import sys
from stockpile_client.ui.charts.ahead import NEEDED, load_ahead
load_ahead()
assert all(name in sys.modules for name in NEEDED)
assert not any(name.startswith(("PySide6", "pyqtgraph")) for name in sys.modules), "Qt belongs to the window's thread"
ahead = set(sys.modules)
import pyqtgraph
assert set(NEEDED) - {"colorama"} <= {name for name in sys.modules if name in ahead}
later = {name.partition(".")[0] for name in set(sys.modules) - ahead}
assert "numpy" not in later and "multiprocessing" not in later, later
"""


def test_numpy_and_the_like_are_loaded_without_qt() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
