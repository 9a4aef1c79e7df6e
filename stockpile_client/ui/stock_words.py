"""What stock is called on screen: elements by their symbols, materials and code words in the language of the window.

>>> symbol("CO"), symbol("GRA")
('Co', 'C')
>>> contained(formats, 5_000_000_000_000, "CO")
'5,000.00 t Co'
"""

from __future__ import annotations

from decimal import Decimal

from stockpile_client.core.materials import Material
from stockpile_client.core.sites import Site
from stockpile_client.services.catalogue import load_catalogue, load_terms
from stockpile_client.ui import language
from stockpile_client.ui.formats import Formats, decimal_mark
from stockpile_client.ui.language import tr


def _material(code: str) -> Material | None:
    return load_catalogue().materials.get(code)


def symbol(code: str) -> str:
    """The element's symbol; the code where a material has none, or is of a newer catalogue."""
    found = _material(code)
    return (found.symbol if found else "") or code


def material(code: str) -> str:
    """The material by name."""
    if code == "ALL":
        return tr("All materials")
    if code == "REE":
        return tr("Rare earths together")
    found = _material(code)
    return found.name(language.current()) if found else code


def form(code: str) -> str:
    """The form by name."""
    found = load_catalogue().forms.get(code)
    return found.name if found else code


def term(kind: str, code: str) -> str:
    """A code word (``movement_kind``, ``encumbrance_kind``, ``holder_class``…) by name."""
    return load_terms().name(kind, code, language.current())


def terms(kind: str) -> list[tuple[str, str]]:
    """The code words of a kind with their names, in order."""
    return [(code, term(kind, code)) for code in load_terms().codes(kind)]


def contained(formats: Formats, mg: int, code: str, unit: str = "") -> str:
    """A mass of an element: the figure, its unit and the symbol."""
    return tr("{mass} {element}", mass=formats.mass_with_unit(mg, unit), element=symbol(code))


def signed(formats: Formats, mg: int, unit: str = "t") -> str:
    """A change of mass with its sign."""
    text = formats.mass(mg, unit)
    return f"+{text}" if mg > 0 else text


def typed_tonnes(formats: Formats, mg: int) -> str:
    """A mass in tonnes to the last milligram, as a person would type it; empty for none.

    Without signs between thousands: not every locale groups by three, and the form reads back what stands in it.
    """
    return f"{tonnes(mg):f}".replace(".", decimal_mark(formats.locale)) if mg else ""


def tonnes(mg: int) -> Decimal:
    """A mass in tonnes to the last milligram: what is ordered, copied or exported is not rounded."""
    return Decimal(mg).scaleb(-9).normalize()


def place(site: Site) -> str:
    """A site with its town and country."""
    return ", ".join(dict.fromkeys(part for part in (site.name, site.town, site.country) if part))
