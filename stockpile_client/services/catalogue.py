"""The catalogue and the terms that came with the program, read once.

>>> load_catalogue().material("W").name("it")
'Tungsteno (wolframio)'
"""

from __future__ import annotations

from functools import cache

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.markings import MarkingScheme, scheme_from_json
from stockpile_client.core.terms import Terms
from stockpile_client.services.resources import resource_text


@cache
def load_catalogue() -> Catalogue:
    """The four lists of ``resources/catalogue``; raises ``MachineError`` if one is missing."""
    return Catalogue.from_csv(
        materials=resource_text("catalogue", "materials.csv"),
        forms=resource_text("catalogue", "forms.csv"),
        units=resource_text("catalogue", "units.csv"),
        hs6=resource_text("catalogue", "hs6.csv"),
    )


@cache
def load_terms() -> Terms:
    """The names of code words of ``resources/catalogue/terms.csv``."""
    return Terms.from_csv(resource_text("catalogue", "terms.csv"))


@cache
def load_marking_scheme() -> MarkingScheme:
    """The markings that came with the program: TLP 2.0."""
    return scheme_from_json(resource_text("markings", "tlp-2.0.json"))
