"""Booking the rows of an inventory: which lot a row is, and the movement that makes the ledger agree with it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from stockpile_client.core.errors import InputError, InternalError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import Movement, MovementKind, balance, check_posting
from stockpile_client.core.phrases import phrase
from stockpile_client.core.sites import Site, bloc_of
from stockpile_client.services.context import Context
from stockpile_client.storage import imports, lots, movements, sites
from stockpile_client.tables.rows import InventoryRow, Place, RepeatedRows, digest_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """What booking a row would be: ``new``, ``adjusted`` (by ``movement``) or ``known``."""

    kind: str
    movement: Movement | None = None


KNOWN = Outcome("known")

_COUNTED: Final = "inventory as of "
"""How the reason of a movement begins that was made to agree with an inventory; the day follows."""


class Booking:
    """Turns rows into lots and movements, in batches; one use, inside one transaction (or none, to look only).

    Lots that this file adds are never taken for earlier ones: a lot number that stands twice in a file is two lots, and
    when the file comes again with new figures the first row meets the first of them.
    """

    BATCH = 5_000

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.added = self.adjusted = self.known = 0
        self.new_site_names: list[str] = []
        self._last_lot = lots.last_row(ctx.db)
        self._seen = RepeatedRows()
        self._sites = {_site_key(site): site for site in sites.every(ctx.db).values()}
        self._fresh: list[Site] = []
        self._lots: list[Lot] = []
        self._movements: list[Movement] = []

    def classify(self, row: InventoryRow) -> Outcome:
        """What booking ``row`` would be; to be asked once for each row, in their order."""
        if not imports.new_rows(self.ctx.db, [row.digest]):
            return KNOWN
        lot = self._same_lot(row)
        if lot is not None:
            return self._adjustment(row, lot)
        if row.content is None or row.as_of is None:
            return KNOWN
        self._refuse_closed(row, self._site(row.place))
        return Outcome("new")

    def book(self, row: InventoryRow) -> bool:
        """Book ``row``; whether it changed anything."""
        outcome = self.classify(row)
        if outcome.kind == "new":
            self._add(row)
            self.added += 1
        elif outcome.movement is not None:
            movements.post(self.ctx.db, [outcome.movement])
            self.adjusted += 1
        else:
            self.known += 1
        if len(self._lots) >= self.BATCH:
            self.flush()
        return outcome is not KNOWN

    def flush(self) -> None:
        """Write what waits."""
        for site in self._fresh:
            sites.put(self.ctx.db, site)
        lots.add(self.ctx.db, self._lots)
        movements.post(self.ctx.db, self._movements)
        self._fresh, self._lots, self._movements = [], [], []

    def _same_lot(self, row: InventoryRow) -> Lot | None:
        if not row.lot_number or not self._last_lot:
            return None
        place = self._sites.get(self._key_of(row.place))
        candidates = [
            lot
            for lot in lots.of_number(self.ctx.db, row.lot_number, up_to=self._last_lot)
            if (lot.material, lot.form) == (row.material, row.form) and place is not None and lot.site == place.id
        ]
        if not candidates:
            return None
        turn = self._seen.occurrence(digest_of((row.lot_number, row.material, row.form, candidates[0].site)))
        return candidates[turn] if turn < len(candidates) else None

    def _adjustment(self, row: InventoryRow, lot: Lot) -> Outcome:
        day = row.as_of or self.ctx.today()
        ledger = movements.ledger(self.ctx.db, lot.id)
        if day < _last_count(ledger):
            return KNOWN
        held = balance(ledger, as_of=day)
        gross, contained = (row.content.gross, row.content.contained) if row.content else (0, 0)
        if (gross, contained) == (held.gross, held.contained):
            return KNOWN
        if max(gross - held.gross, contained - held.contained) > 0:
            self._refuse_closed(row, self._site(row.place))
        movement = Movement(
            uuid.uuid4().hex, lot.id, MovementKind.COUNT_ADJUSTMENT, day, self.ctx.now(), gross - held.gross,
            contained - held.contained, reason=_COUNTED + day.isoformat(),
        )  # fmt: skip
        try:
            check_posting(ledger, movement)
        except InputError as error:
            raise InputError(
                error.code,
                phrase(
                    "Row {row}, lot {lot}: {message}",
                    row=str(row.number),
                    lot=lot.number,
                    message=error.message,
                ),
                hint=phrase("Correct the ledger of the lot first, or leave the row out."),
            ) from error
        return Outcome("adjusted", movement)

    def _add(self, row: InventoryRow) -> None:
        if row.content is None or row.as_of is None:
            raise InternalError("E_IMPORT", phrase("A row without a quantity was taken for a lot."))
        lot = Lot(
            uuid.uuid4().hex, row.lot_number, row.material, row.form, self._site(row.place).id, row.holder_class,
            row.holder, row.grade, {}, row.rotate_by, row.availability, row.source, row.illustrative, row.supplier,
            row.purpose,
        )  # fmt: skip
        opened = row.opened_on if row.opened_on and row.opened_on <= row.as_of else row.as_of
        self._lots.append(lot)
        opening = Movement(
            uuid.uuid4().hex, lot.id, MovementKind.OPENING, opened, self.ctx.now(),
            row.content.gross, row.content.contained, reason=_COUNTED + row.as_of.isoformat(),
        )  # fmt: skip
        self._movements.append(opening)

    def _site(self, place: Place) -> Site:
        key = self._key_of(place)
        known = self._sites.get(key)
        if known is None:
            country = place.country or self.ctx.agency.country
            known = Site(uuid.uuid4().hex, _name_of(place), place.town, place.region, country, bloc_of(country))
            self._sites[key] = known
            self._fresh.append(known)
            self.new_site_names.append(known.name)
        return known

    @staticmethod
    def _refuse_closed(row: InventoryRow, site: Site) -> None:
        if site.closed is not None:
            raise InputError(
                "E_SITE_CLOSED",
                phrase("Row {row}: the site {name} is closed.", row=str(row.number), name=site.name),
                hint=phrase("Open the site again, or leave the row out."),
            )

    def _key_of(self, place: Place) -> tuple[str, ...]:
        country = place.country or self.ctx.agency.country
        return (_name_of(place).casefold(), place.town.casefold(), country)


def _last_count(ledger: Sequence[Movement]) -> date:
    """The latest day whose count is in the books; that of an opening may be later than the day of the opening."""
    undone = {movement.reverses for movement in ledger}
    return max((_counted_on(movement) for movement in ledger if movement.id not in undone), default=date.min)


def _counted_on(movement: Movement) -> date:
    if movement.reason.startswith(_COUNTED):
        with suppress(ValueError):  # a reason that a person typed
            return date.fromisoformat(movement.reason.removeprefix(_COUNTED))
    counts = movement.kind in (MovementKind.OPENING, MovementKind.COUNT_ADJUSTMENT)
    return movement.effective if counts else date.min


def _name_of(place: Place) -> str:
    return place.site or place.town or "(site not stated)"


def _site_key(site: Site) -> tuple[str, ...]:
    return (site.name.casefold(), site.town.casefold(), site.country)
