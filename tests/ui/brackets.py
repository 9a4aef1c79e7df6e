"""A language made for tests: every text of the program stands in «guillemets», whatever else it says."""

from __future__ import annotations

import gettext
import re

_FIELD = re.compile(r"\{\w+\}")


class Brackets(gettext.NullTranslations):
    """Answers every text with itself in brackets; the way to the screen is that of a real language.

    What has no words of its own (``{p0} {p1}``, ``–``) stays as it is, as in every language.
    """

    def gettext(self, message: str) -> str:
        has_words = any(character.isalpha() for character in _FIELD.sub("", message))
        return f"«{message}»" if has_words else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)
