"""Every text that a person sees can be translated: the source is read for the ways in which one could not be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.tool import translations

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = {"tr", "tr_count", "phrase", "counted", "mark"}
ENGLISH_ONLY = {"cli", "reports"}
"""What is printed there is English: the command line is scripted, and a paper leaves the house as it was signed."""


def modules() -> list[Path]:
    folder = ROOT / "stockpile_client"
    return [path for path in sorted(folder.rglob("*.py")) if path.relative_to(folder).parts[0] not in ENGLISH_ONLY]


TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in modules()}


def name_of(call: ast.expr) -> str:
    if not isinstance(call, ast.Call):
        return ""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(*names: str) -> Iterator[tuple[str, ast.Module, ast.Call]]:
    for where, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) in names:
                yield f"{where}:{node.lineno}", tree, node


def errors() -> dict[str, int]:
    """The names of all refusals, and at which place their message stands."""
    bases = {node.name: {name for base in node.bases if (name := getattr(base, "id", ""))}
             for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}  # fmt: skip

    def family(name: str) -> set[str]:
        return {name}.union(*(family(base) for base in bases.get(name, set()) if base != name))

    found = {name: family(name) for name in bases if "StockpileError" in family(name)}
    return {name: 0 if "AgeError" in above else 1 for name, above in found.items()}


def literal(node: ast.expr) -> bool:
    """Whether a part of the expression is a text of the source that nobody marked."""
    match node:
        case ast.Constant(value=str(text)):
            return any(character.isalpha() for character in text)
        case ast.JoinedStr():
            return any(literal(part) for part in node.values)
        case ast.IfExp():
            return literal(node.body) or literal(node.orelse)
        case ast.BinOp() | ast.BoolOp():
            return any(literal(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    return False


def test_what_an_error_says_is_a_phrase():
    kinds = errors()
    found = []
    for where, _tree, call in calls(*kinds):
        said = call.args[kinds[name_of(call)] :][:1]
        said += [word.value for word in call.keywords if word.arg in ("message", "unchanged", "hint")]
        found += [f"{where}: {ast.unparse(text)}" for text in said if literal(text)]
    assert found == []


def test_what_is_collected_for_translation_is_a_literal():
    assert [f"{where}: {ast.unparse(call)}" for where, _tree, call in calls(*SPOKEN) for text in call.args[:1]
            if isinstance(text, ast.JoinedStr | ast.BinOp)] == []  # fmt: skip


def test_a_template_out_of_a_table_was_marked_there():
    found = []
    for where, tree, call in calls("phrase"):
        if call.args and not isinstance(call.args[0], ast.Constant | ast.IfExp):
            marks = any(isinstance(node, ast.Name) and node.id in ("mark", "Phrase") for node in ast.walk(tree))
            found += [] if marks else [f"{where}: {ast.unparse(call)}"]
    assert found == []


def test_the_fields_of_a_phrase_are_filled_by_the_phrase():
    on = [(where, call.func.value) for where, _tree, call in calls("format") if isinstance(call.func, ast.Attribute)]
    filled = [where for where, template in on if name_of(template) in ("phrase", "counted")]
    assert filled == []


def test_sentences_are_not_glued_from_pieces():
    found = []
    for where, tree in TREES.items():
        for node in ast.walk(tree):
            match node:
                case ast.BinOp(op=ast.Add()) if {name_of(node.left), name_of(node.right)} & SPOKEN:
                    pieces: list[ast.expr] = [node.left, node.right]
                case ast.JoinedStr():
                    pieces = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
                    pieces = [*node.values, *pieces] if any(name_of(part) in SPOKEN for part in pieces) else []
                case _:
                    continue
            if any(literal(piece) for piece in pieces):
                found.append(f"{where}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


TEXTS = sorted({text for message in translations.collect() if message.id for text in translations.forms(message)})


def test_texts_begin_and_end_with_words():
    assert [text for text in TEXTS if text != text.strip()] == []


def test_fields_have_names_and_no_format():
    wrong = [text for text in TEXTS for field in translations.fields(text) if not field.isidentifier()]
    assert wrong == []


@pytest.mark.parametrize("text", ["{", "nothing {", "{a} {b", "}"])
def test_a_text_that_is_no_template_has_no_fields(text):
    assert translations.fields(text) == set()
