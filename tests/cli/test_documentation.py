"""docs/cli.md names every command, every exit code and every key that an answer really has."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from stockpile_client.cli.main import COMMANDS
from stockpile_client.core import errors

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text("utf-8")
WORDS = set(re.findall(r"`([^`\s]+)`", PAGE))


def every_command():
    for name, entry in COMMANDS.items():
        command = entry.load()
        if isinstance(command, click.Group):
            yield from ((name, verb) for verb in command.commands)
        else:
            yield (name, "")


@pytest.mark.parametrize(("name", "verb"), list(every_command()))
def test_every_command_is_in_the_table(name, verb):
    named = [set(re.findall(r"`([^`]+)`", line.split("|")[1])) for line in PAGE.splitlines() if line.startswith("| `")]
    full = f"{name} {verb}".strip()
    assert any(full in names or (verb in names and any(one.startswith(f"{name} ") for one in names)) for names in named)


def test_every_exit_code_is_in_the_table():
    kinds = (errors.InputError, errors.MachineError, errors.PartnerFileError, errors.InternalError)
    for code in (0, 1, 2, 130, *(kind.exit_code for kind in kinds)):
        assert f"| {code} |" in PAGE


def keys(answer):
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield key
            yield from keys(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from keys(value)


OF_THE_SCHEMA = {"material", "group", "form", "at", "holder", "measure", "basis", "quantity", "days", "kg_per_day",
                 "cross_border", "illustrative", "type", "kg", "base"}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("partner", "list"),
        ("partner", "show", "JP"),
        ("partner", "safety-number", "JP"),
        ("holdings",),
        ("holding", "show", "W-0101"),
        ("release", "preview", "--to", "JP", "--scope", "W", "--round", "50t"),
        ("release", "audit", "--to", "JP", "--scope", "W", "--exact", "--withhold", "W=defence"),
        ("release", "preview", "--to", "JP", "--scope", "W", "--round", "50t", "--as", "JP"),
        ("release", "prepare", "--to", "JP", "--scope", "W", "--round", "100t"),
        ("rules", "templates"),
        ("rules", "list"),
        ("rules", "versions", "for JP"),
        ("requests", "list"),
        ("public-fact", "list"),
        ("disclosed", "--matrix"),
        ("channel", "list"),
        ("bundle", "list"),
        ("disclosed", "--limit", "3"),
        ("audit", "verify"),
    ],
)
def test_every_key_of_an_answer_is_on_the_page(office, words):
    office.release()
    figure = ("--material", "W", "--day", "2026-09-30", "--at-most", "1000000t", "--source", "annual report")
    office.ask("us", "public-fact", "add", *figure)
    assert set(keys(office.ask("us", *words))) - WORDS - OF_THE_SCHEMA == set()


def test_the_keys_of_a_bundle_and_a_receipt_are_on_the_page(office):
    accepted = office.ask("jp", "accept", office.release(), "--receipt", office.post)
    assert set(keys(accepted)) - WORDS - OF_THE_SCHEMA == set()
