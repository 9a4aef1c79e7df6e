"""Collects the texts of the program for translation, and compiles the translations.

``python tools/translations.py update``   reads the source; brings ``resources/translations/<language>.po`` up to date
``python tools/translations.py compile``  writes the ``.mo`` beside each, which the program reads
``python tools/translations.py missing``  lists what a language lacks; exit code 1 if it lacks anything

A text is a literal first argument of ``tr``, ``tr_count``, ``phrase``, ``counted`` or ``mark``, the second of Qt's
``translate``, or a text of an ``ActionSpec`` or ``WorkspaceSpec``; besides, the meaning of each marking that comes with
the program. Several literals in a conditional expression are each a text.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("it", "ja", "fr", "de")

FIRST = {"tr": 0, "_tr": 0, "phrase": 0, "mark": 0, "translate": 1}
COUNTED = {"tr_count", "counted"}
SPECS = {"ActionSpec": {1: "text", 5: "tip", 6: "label"}, "WorkspaceSpec": {1: "title"}}

Text = str | tuple[str, str]

HEADER = """\
# The texts of Stockpile Client, collected and compiled by tools/translations.py; README.md says how to word them.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def texts_of(source: str) -> Iterator[tuple[Text, int]]:
    """Every text of a module with its line; ``(one, many)`` for a counted one."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in COUNTED and len(node.args) >= 2:
            one, many = (next(_literals(argument), "") for argument in node.args[:2])
            if one and many:
                yield (one, many), node.lineno
        elif name in FIRST and len(node.args) > FIRST[name]:
            for text in _literals(node.args[FIRST[name]]):
                yield text, node.lineno
        elif name in SPECS:
            places = SPECS[name]
            named = [(argument, places.get(index, "")) for index, argument in enumerate(node.args)]
            named += [(keyword.value, keyword.arg or "") for keyword in node.keywords]
            for argument, what in named:
                if what in places.values():
                    for text in _literals(argument):
                        yield text, node.lineno


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text.strip():
            yield text
        case ast.IfExp():
            yield from _literals(node.body)
            yield from _literals(node.orelse)
        case _:
            return


def collect(root: Path = ROOT) -> Catalog:
    """All texts of the program as a template catalogue, in the order of the files."""
    found = Catalog(project="Stockpile Client", charset="utf-8", fuzzy=False)
    for path in sorted((root / "stockpile_client").rglob("*.py")):
        where = path.relative_to(root).as_posix()
        for text, _line in sorted(texts_of(path.read_text("utf-8")), key=lambda item: item[1]):
            found.add(text, locations=[(where, 0)])
    for path in sorted((root / "resources" / "markings").glob("*.json")):
        for marking in json.loads(path.read_text("utf-8"))["markings"]:
            found.add(marking["meaning"], locations=[(path.relative_to(root).as_posix(), 0)])
    return found


def read(language: str) -> Catalog:
    """The translations of a language as they stand; empty where there are none yet."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str, wanted: Catalog | None = None) -> list[str]:
    """The texts that a language lacks or has only as a guess."""
    has = read(language)
    return [str(one.id) for one in wanted or collect() if one.id and not _is_done(has.get(_key(one)))]


def forms(message: Message) -> tuple[str, ...]:
    """The texts of a message: one, or one for a single thing and one for many."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def said(message: Message) -> tuple[str, ...]:
    """The translations of a message, as many as its language has forms."""
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(text or "" for text in texts)


def fields(text: str) -> set[str]:
    """The names of the fields of a template; a text with a lone brace is no template and has none."""
    try:
        return {
            f"{name}{f':{spec}' if spec else ''}" for _, name, spec, _ in Formatter().parse(text) if name is not None
        }
    except ValueError:
        return set()


def _key(message: Message) -> str:
    return forms(message)[0]


def _is_done(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(said(message))


def update(language: str) -> None:
    """Bring a language's file up to date: new texts are empty, texts that are gone leave, none is guessed."""
    merged = read(language)
    merged.update(collect(), no_fuzzy_matching=True)
    merged.obsolete.clear()
    body = BytesIO()
    write_po(body, merged, width=120, omit_header=True, include_lineno=False, sort_output=False, ignore_obsolete=True)
    head = HEADER.format(language=language, plurals=merged.plural_forms)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{language}.po").write_bytes(head.encode("utf-8") + body.getvalue())


def target(language: str) -> Path:
    """Where the program reads a language."""
    return FOLDER / f"{language}.mo"


def compile_one(language: str) -> None:
    """Write what the program reads; the same texts give the same bytes, whenever and wherever it is done."""
    catalogue = read(language)
    catalogue.project, catalogue.version = "Stockpile Client", ""
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    with target(language).open("wb") as file:
        write_mo(file, catalogue)


def main(verb: str) -> int:
    """Carry out a verb; 2 for an unknown one."""
    if verb == "missing":
        wanted = collect()
        lacking = [(language, text) for language in LANGUAGES for text in missing(language, wanted)]
        for language, text in lacking:
            print(f"{language}: {text}")
        return 1 if lacking else 0
    work = {"update": update, "compile": compile_one}.get(verb)
    if work is None:
        print(__doc__)
        return 2
    for language in LANGUAGES:
        work(language)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
