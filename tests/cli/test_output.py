"""How answers are written: exact masses, escaped text, JSON that every reader takes."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpile_client.cli import output, views
from stockpile_client.cli.arguments import codes, mass, moment, pair
from stockpile_client.core.errors import InternalError
from stockpile_client.core.quantities import (
    MG_PER_TONNE,
    Band,
    Exact,
    Interval,
    Nil,
    NotApplicable,
    NotCompiled,
    Rounded,
    Withheld,
    WithheldReason,
)  # fmt: skip


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_mass_in_tonnes_says_every_milligram_and_is_read_back(mg):
    assert mass(output.tonnes(mg).replace("−", "-")) == mg


@given(st.text())
def test_nothing_unprintable_reaches_the_terminal(text):
    assert output.plain(text).isprintable()


@given(st.text())
def test_json_is_printable_and_says_the_same(text):
    written = output.json_text({"a": text})
    assert all(line.isprintable() for line in written.split("\n"))
    assert json.loads(written) == {"a": text}


def test_printable_text_is_shown_as_it_is():
    assert output.plain("Novara – déposito 2 備蓄") == "Novara – déposito 2 備蓄"


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Exact(1_204_500_000_000), "1 204.5 t"),
        (Rounded(1_500 * MG_PER_TONNE, 500 * MG_PER_TONNE), "1 500 t ± 250 t"),
        (Rounded(0, 500 * MG_PER_TONNE), "0 t – 250 t"),
        (Band(MG_PER_TONNE, 2 * MG_PER_TONNE), "1 t – 2 t"),
        (Band(MG_PER_TONNE, None), "1 t or more"),
        (Nil(), "nil"),
        (Withheld(WithheldReason.MARKET_EFFECT), "withheld: market effect"),
        (NotCompiled(), "not compiled"),
        (NotApplicable(), "not applicable"),
    ],
)
def test_a_quantity_in_words(quantity, words):
    assert views.quantity_words(quantity) == words


def test_an_interval_in_words():
    assert views.interval_words(Interval(MG_PER_TONNE, MG_PER_TONNE)) == "1 t"
    assert views.interval_words(Interval(MG_PER_TONNE, None)) == "1 t or more"
    assert views.interval_words(None) == ""


def test_a_value_without_a_form_is_a_fault_of_ours():
    with pytest.raises(InternalError):
        output.json_text({"a": object()})


def test_times_and_sets_in_json():
    moments = {"at": datetime(2026, 10, 1, 9, tzinfo=UTC), "day": date(2026, 10, 1), "all": {"b", "a"}}
    assert json.loads(output.json_text(moments)) == {
        "at": "2026-10-01T09:00:00Z",
        "day": "2026-10-01",
        "all": ["a", "b"],
    }


def test_a_table_lines_up_wide_letters_too(capsys):
    output.say_table(("name", "mass"), [("備蓄", "1 t"), ("stock", "10 t")], right=("mass",))
    assert capsys.readouterr().out.splitlines() == ["name   mass", "─────  ────", "備蓄    1 t", "stock  10 t"]


def test_a_console_of_another_encoding_stops_nothing(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    output.prepare_streams()
    output.say_table(("name",), [("備蓄",)])
    output.say_json({"name": "備蓄"})
    sys.stdout.flush()
    assert b'"\\u5099\\u84c4"' in raw.getvalue()


def test_options_are_read():
    assert mass("500 t") == mass("500000kg") == 500 * MG_PER_TONNE
    assert mass("-1 204.5 t") == -1_204_500_000_000
    assert mass("0") == 0
    assert codes("w, CO,w") == ("W", "CO")
    assert moment("2026-09-30").hour == 23
    assert moment("2026-09-30T12:00+02:00") == datetime(2026, 9, 30, 10, tzinfo=UTC)
    for text in ("GA", "=x", "GA="):
        with pytest.raises(click.BadParameter):
            pair(text)
