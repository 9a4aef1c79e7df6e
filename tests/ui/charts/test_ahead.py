"""What is loaded ahead is what the drawing library needs besides Qt, and none of Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest

_AHEAD = """
import sys
from stockpile_client.ui.charts.ahead import load_ahead
load_ahead()
assert "numpy" in sys.modules
assert not any(name.startswith(("PySide6", "pyqtgraph")) for name in sys.modules)
"""
_NEEDED = """
import sys
from stockpile_client.ui.charts.ahead import NEEDED
import pyqtgraph
assert set(NEEDED) <= set(sys.modules), set(NEEDED) - set(sys.modules)
"""


@pytest.mark.parametrize("script", [_AHEAD, _NEEDED], ids=["no part of Qt", "nothing that is not needed"])
def test_what_is_loaded_ahead_is(script: str) -> None:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
