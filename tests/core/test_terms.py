"""Every code word of the core has a name in five languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpile_client.core.catalogue import FORM_GROUPS, LANGUAGES
from stockpile_client.core.encumbrances import CountedBy, EncumbranceKind
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import HolderClass
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.quantities import KINDS, WithheldReason
from stockpile_client.core.requirements import RequirementKind
from stockpile_client.core.sites import Level
from stockpile_client.core.statements import Measure
from stockpile_client.core.terms import Terms

TEXT = (Path(__file__).resolve().parents[2] / "resources" / "catalogue" / "terms.csv").read_text(encoding="utf-8")
TERMS = Terms.from_csv(TEXT)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("form_group", (*FORM_GROUPS, "all")),
        ("holder_class", HolderClass),
        ("withheld_reason", WithheldReason),
        ("movement_kind", MovementKind),
        ("encumbrance_kind", EncumbranceKind),
        ("counted_by", CountedBy),
        ("level", Level),
        ("measure", Measure),
        ("quantity_kind", KINDS),
        ("requirement_kind", RequirementKind),
    ],
)
def test_every_code_of_a_kind_has_a_name_and_every_name_finds_its_code(kind, codes):
    assert TERMS.codes(kind) == tuple(codes)
    for code in codes:
        for language in LANGUAGES:
            assert TERMS.find(kind, f" {TERMS.name(kind, code, language).upper()} ") == code


def test_an_unknown_code_shows_as_it_is_and_an_unknown_word_finds_nothing():
    assert TERMS.name("movement_kind", "teleported", "de") == "teleported"
    assert TERMS.name("movement_kind", "sale", "pt") == "Sale"
    assert TERMS.find("movement_kind", "Government") is None


def test_a_repeated_or_unnamed_code_is_refused():
    line = "measure,gross,Gross,Lordo,Brut,Brutto,総重量\n"
    with pytest.raises(InputError, match="repeated"):
        Terms.from_csv(TEXT + line)
    with pytest.raises(InputError, match="'ja' is empty"):
        Terms.from_csv(TEXT + line.replace("gross", "net").replace("総重量", ""))
