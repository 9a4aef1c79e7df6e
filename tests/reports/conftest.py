"""Documents are drawn with the application of the whole test run: Qt allows one in a process."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _one_application(qapp):
    """The test run's own application."""
