"""A lot: a quantity of one form at one site, and what is known of its quality.

A lot has no quantity of its own: what it holds is the sum of its movements (:mod:`stockpile_client.core.movements`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockpile_client.core.availability import Availability
from stockpile_client.core.content import Grade


class HolderClass(StrEnum):
    """Whose stock it is."""

    GOVERNMENT = "government"
    STOCKHOLDING_ENTITY = "stockholding_entity"
    MANDATED_INDUSTRY = "mandated_industry"
    VOLUNTARY_COMMERCIAL = "voluntary_commercial"


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot.

    ``id`` is a UUID (32 hex digits) that may travel; ``number`` is the agency's own lot number. ``rotate_by`` is the
    date after which the lot no longer counts as usable. ``by_products`` maps further materials to their mass fraction
    of the dry product (a magnet alloy holds several elements). ``holder`` names the company of a mandated lot,
    ``supplier`` whom it was bought from, ``purpose`` what it is kept for: all three are there to decide what may leave,
    and never travel. What a lot cost is not kept at all. ``illustrative`` marks a figure made up for demonstration.
    """

    id: str
    number: str
    material: str
    form: str
    site: str
    holder_class: HolderClass = HolderClass.GOVERNMENT
    holder: str = ""
    grade: Grade = Grade()
    by_products: dict[str, Decimal] = field(default_factory=dict)
    rotate_by: date | None = None
    availability: Availability = Availability()
    source: str = ""
    illustrative: bool = False
    supplier: str = ""
    purpose: str = ""

    def usable_on(self, day: date) -> bool:
        """Whether the lot may count as usable on ``day``: not past its rotate-by date."""
        return self.rotate_by is None or day <= self.rotate_by
