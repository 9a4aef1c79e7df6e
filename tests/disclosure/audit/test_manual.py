"""The worked example of the package's manual does what it says."""

from __future__ import annotations

import doctest

from stockpile_client.core import quantities
from stockpile_client.disclosure import audit


def test_the_worked_example_of_the_manual_runs_as_written():
    names = {**vars(quantities), **vars(audit)}
    (example,) = doctest.DocTestFinder(recurse=False).find(audit, globs=names)
    assert doctest.DocTestRunner(verbose=False).run(example) == doctest.TestResults(failed=0, attempted=10)
