"""What stands in a form is read back as it was, whatever the locale puts between thousands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from stockpile_client.core.quantities import mass_from
from stockpile_client.services.typed import read_amount
from stockpile_client.ui.formats import KG_PER_UNIT, Formats, decimal_mark
from stockpile_client.ui.stock_words import typed_tonnes


@pytest.mark.parametrize("name", ["en_IN", "en_CA", "it_IT", "de_CH", "fr_FR", "fr_CH", "de_AT", "ja_JP", "en_ZA"])
@pytest.mark.parametrize("mg", [1_204_567_000_000_005, 1_204_000_000_000, 100_000_000_000_000_000, 5])
def test_a_mass_put_into_a_field_is_read_back_to_the_milligram(name: str, mg: int) -> None:
    locale = QLocale(name)
    typed = read_amount(typed_tonnes(Formats(locale), mg), decimal_mark(locale))
    assert mass_from(typed, kg_per_unit=KG_PER_UNIT["t"]) == mg


def test_no_mass_leaves_the_field_empty() -> None:
    assert typed_tonnes(Formats(QLocale("en_CA")), 0) == ""
