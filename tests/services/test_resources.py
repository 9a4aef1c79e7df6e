"""Files that came with the program are found, or their absence is said."""

from __future__ import annotations

import pytest

from stockpile_client.core.errors import MachineError
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.services.resources import resource_path, resource_text


def test_a_file_of_the_program_is_found_and_read():
    assert resource_path("catalogue").is_dir()
    assert resource_text("catalogue", "units.csv").startswith("unit,name,")


def test_a_missing_file_is_named_with_what_to_do():
    with pytest.raises(MachineError, match=r"catalogue/nothing\.csv") as caught:
        resource_path("catalogue", "nothing.csv")
    assert caught.value.code == "E_RESOURCE_MISSING"
    assert caught.value.hint


def test_the_catalogue_is_read_once():
    assert load_catalogue() is load_catalogue()
    assert load_catalogue().material("W").symbol == "W"
