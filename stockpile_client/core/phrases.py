"""Sentences for people that can be said in another language later.

The rules, the services and the errors speak English, and what they say is stored and printed in English. The window
says the same in the user's language: for that a sentence must remember its template and its values. A
:class:`Phrase` is the English text, as any other ``str``, and knows both.

Rules: a template is a literal (the tool that collects texts for translation reads the source); it holds whole
sentences or whole labels, never pieces that are glued together; its fields have names and no format, because every
language writes numbers and days in its own way. Numbers that are names (years, sequence numbers) are given as text.

>>> text = phrase("The {what} was received on {day}.", what=phrase("statement"), day=date(2026, 3, 1))
>>> text
'The statement was received on 2026-03-01.'
>>> text.template, text.values["what"].template
('The {what} was received on {day}.', 'statement')
>>> counted("{n} lot", "{n} lots", 12000)
'12,000 lots'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | Decimal | date
"""What may stand in a field: a phrase is said in the same language, a number or a day is written by the locale."""

Translate = Callable[[str, str, int], str]
"""``(template, its plural or empty, the count or -1)`` → the template in another language."""

Write = Callable[[Any], str]
"""A number or a day → how the language writes it."""


class Phrase(str):
    """English text with the ``template`` and ``values`` that it was made of; ``plural`` and ``number`` if counted."""

    __slots__ = ("number", "plural", "template", "values")

    template: str
    plural: str
    number: int
    values: Mapping[str, Value]

    def __new__(cls, template: str, values: Mapping[str, Value], plural: str = "", number: int = -1) -> Phrase:
        chosen = plural if plural and number != 1 else template
        text = super().__new__(cls, _fill(chosen, values, plain))
        text.template, text.plural, text.number, text.values = template, plural, number, values
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase, (self.template, dict(self.values), self.plural, self.number)

    def __deepcopy__(self, memo: dict[int, Any]) -> Phrase:
        return self


def phrase(template: str, /, **values: Value) -> Phrase:
    """The sentence ``template`` with its fields filled. ``KeyError`` if a field has no value."""
    return Phrase(template, values)


def counted(one: str, many: str, n: int, /, **values: Value) -> Phrase:
    """A sentence about ``n`` things (field ``{n}``): ``one`` for a single thing, otherwise ``many``."""
    return Phrase(one, {"n": n, **values}, many, n)


def joined(parts: Iterable[str], separator: str = " ") -> str:
    """Several sentences in a row, each still translatable; the values of plain texts stay as they are."""
    texts = [part for part in parts if part]
    if len(texts) < 2:
        return texts[0] if texts else ""  # a catalogue answers an empty text with its own header
    return Phrase(separator.join(f"{{p{i}}}" for i in range(len(texts))), {f"p{i}": t for i, t in enumerate(texts)})


def mark(text: str) -> str:
    """``text`` itself; tells the collecting tool that this literal is translated where it is shown."""
    return text


def say(text: str, translate: Translate, write: Write) -> str:
    """``text`` in another language if it is a phrase, else as it is."""
    if not isinstance(text, Phrase):
        return text

    def value(item: Value) -> str:
        return say(item, translate, write) if isinstance(item, str) else write(item)

    return _fill(translate(text.template, text.plural, text.number), text.values, value)


def plain(value: Value) -> str:
    """A value in English text: digits in groups of three, days as ISO 8601 writes them."""
    match value:
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:,f}"
        case int():
            return f"{value:,}"
        case _:
            return value


def _fill(template: str, values: Mapping[str, Value], write: Write) -> str:
    return template.format(**{name: write(value) for name, value in values.items()}) if values else template
