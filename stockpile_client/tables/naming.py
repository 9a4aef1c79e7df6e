"""What a row's words mean in the catalogue: material, form, unit; with candidates where they mean nothing.

A form is taken by its code, its name or a listed alias, or by its name without a remark in brackets; never by
likeness alone. Likeness only proposes, in the hint of the finding; the answer is then remembered in the mapping.

>>> names.form("SN", "Tin").hint
'Which is meant? SN-ING (Tin ingot); SN-SNO2 (Tin(IV) oxide)'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import InputError
from stockpile_client.core.materials import Form
from stockpile_client.core.phrases import phrase
from stockpile_client.core.units import StatedUnit, read_unit
from stockpile_client.tables.findings import Problem, Severity
from stockpile_client.tables.mapping import ColumnMapping
from stockpile_client.tables.row_cells import CACHED

_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_COMPARED = 60
_CANDIDATES = 4


class Names:
    """Looks words up in the catalogue and in the answers of the mapping; each word once."""

    def __init__(self, catalogue: Catalogue, mapping: ColumnMapping) -> None:
        self._catalogue = catalogue
        self._units = {text.casefold(): unit for text, unit in mapping.units.items()}
        self._forms = {text.casefold(): code for text, code in mapping.forms.items()}
        cached = lru_cache(maxsize=CACHED)
        self.material: Callable[[str], str | Problem] = cached(self._find_material)
        self.form: Callable[[str, str], Form | Problem] = cached(self._find_form)
        self.unit: Callable[[str, str], StatedUnit | Problem] = cached(self._find_unit)

    def material_of_form(self, text: str) -> str | None:
        """The material of a form that is named by its code."""
        form = self._catalogue.forms.get(text.upper())
        return form.material if form else None

    def only_form(self, material: str) -> Form | None:
        """The form of a material that has just one."""
        forms = self._catalogue.forms_of(material)
        return forms[0] if len(forms) == 1 else None

    def _find_material(self, text: str) -> str | Problem:
        if found := self._catalogue.find_material(text):
            return found.code
        names = [
            name
            for material in self._catalogue.materials.values()
            for name in (material.code, *material.names.values(), *material.aliases)
        ]
        near = get_close_matches(text[:_COMPARED], dict.fromkeys(names), n=3)
        hint = (
            phrase("Did you mean {near}?", near=", ".join(near))
            if near
            else phrase("Use a code of the catalogue, such as W or CO.")
        )
        return Problem(Severity.ERROR, "material_unknown", phrase("The catalogue holds no such material."), hint)

    def _find_form(self, material: str, text: str) -> Form | Problem:
        if answer := self._forms.get(f"{material}/{text}".casefold()):
            found = self._catalogue.forms.get(answer)
        else:
            found = self._catalogue.find_form(material, text) or self._catalogue.find_form(
                material, _REMARK.sub("", text)
            )
        if found and found.material == material:
            return found
        forms = self._catalogue.forms_of(material)
        near = get_close_matches(text[:_COMPARED].casefold(), [form.name.casefold() for form in forms], n=3, cutoff=0.3)
        chosen = [form for form in forms if form.name.casefold() in near] or forms
        listed = "; ".join(f"{form.code} ({form.name})" for form in chosen[:_CANDIDATES])
        return Problem(
            Severity.ERROR,
            "form_unknown",
            phrase("No single form of {material} is called that.", material=material),
            phrase("Which is meant? {forms}", forms=listed),
        )

    def _find_unit(self, text: str, basis: str) -> StatedUnit | Problem:
        """``basis``: the oxide or element that another column names, for a unit of content that does not."""
        meant = self._units.get(text.casefold(), text)
        try:
            return read_unit(meant, self._catalogue.units)
        except InputError as error:
            if error.code != "E_UNIT_BASIS" or not basis:
                return Problem.of(error)
        return self._find_unit(f"{meant} {basis}", "")
