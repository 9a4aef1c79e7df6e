"""The things whose edits can be undone: how the state of each is written down, and put back.

A state is canonical JSON text, so that two states are equal exactly if their texts are. Putting back goes through the
same storage as the edit did; what the ledger and the requirements once held is never erased, so those are put back by
an entry that says so. A kind of thing joins by a line in :data:`SUBJECTS`.

>>> SUBJECTS["site"].read(ctx, site.id)
'{"id":"…","name":"Novara","town":"Novara","region":"IT-21","country":"IT","bloc":"EU","closed":null}'
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import msgspec

from stockpile_client.core.encumbrances import Encumbrance
from stockpile_client.core.errors import InputError
from stockpile_client.core.lots import Lot
from stockpile_client.core.movements import balance, reversal_of
from stockpile_client.core.phrases import phrase
from stockpile_client.core.sites import Site
from stockpile_client.disclosure.profile import profile_from_json
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.claims import check_lot_claims
from stockpile_client.services.context import Context
from stockpile_client.services.edits import POSTED, state_of
from stockpile_client.services.ledger import changed_lots, post_checked
from stockpile_client.services.sites import check_place, site_full
from stockpile_client.storage import disclosure_profiles, encumbrances, lots, movements, requirements, sites
from stockpile_client.storage.requirements import requirement_of, row_of

T = TypeVar("T")

_REASON = phrase("undone by who posted it")


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of thing: ``read`` gives its state or None, ``write`` puts one back and says what changed."""

    read: Callable[[Context, str], str | None]
    write: Callable[[Context, str, str | None], ChangeSet]


def _value(state: str, kind: type[T]) -> T:
    return msgspec.json.decode(state, type=kind)


def _read_site(ctx: Context, id: str) -> str | None:
    found = sites.get(ctx.db, id)
    return None if found is None else state_of(found)


def _write_site(ctx: Context, id: str, state: str | None) -> ChangeSet:
    held, ever = sites.stock(ctx.db).get(id, (0, 0))
    if state is not None:
        site = _value(state, Site)
        if site.closed is not None and held:
            raise site_full(held)
        check_place(ctx, site)
        sites.put(ctx.db, site)
    elif ever:
        raise InputError(
            "E_UNDO", phrase("Lots were brought to this site since it was added."),
            hint=phrase("Close the site when it is empty instead."),
        )  # fmt: skip
    else:
        sites.remove(ctx.db, id)
    return ChangeSet.of(Kind.SITES, ids=frozenset({id}))


def _read_lot(ctx: Context, id: str) -> str | None:
    found = lots.get(ctx.db, id)
    return None if found is None else state_of(found)


def _write_lot(ctx: Context, id: str, state: str | None) -> ChangeSet:
    if state is not None:
        present, lot = lots.get(ctx.db, id), _value(state, Lot)
        if present is None or _oversold(ctx, present) is None:  # what was promised too much already is no reason
            refusal = _oversold(ctx, lot)
            if refusal is not None:
                raise refusal
        lots.correct(ctx.db, lot)
    return ChangeSet.of(Kind.LOTS, ids=frozenset({id}))


def _oversold(ctx: Context, lot: Lot) -> InputError | None:
    """The refusal where more is promised of the lot than it would hold by this card."""
    held = balance(movements.ledger(ctx.db, lot.id), as_of=ctx.today())
    try:
        check_lot_claims(lot, held, encumbrances.on_lot(ctx.db, lot.id), ctx.today())
    except InputError as error:
        return error
    return None


def _read_movement(ctx: Context, id: str) -> str | None:
    found = movements.get(ctx.db, id)
    if found is None:
        return None
    return None if any(one.reverses == id for one in movements.ledger(ctx.db, found.lot)) else POSTED


def _write_movement(ctx: Context, id: str, state: str | None) -> ChangeSet:
    posted = movements.get(ctx.db, id)
    if posted is None or state is not None:
        raise InputError("E_UNDO", phrase("A reversal is not undone."), hint=phrase("Post the movement anew."))
    post_checked(ctx, reversal_of(posted, id=uuid.uuid4().hex, recorded=ctx.now(), reason=_REASON))
    return changed_lots(posted.lot, summary="")


def _read_claim(ctx: Context, id: str) -> str | None:
    found = encumbrances.get(ctx.db, id)
    return None if found is None else state_of(found)


def _write_claim(ctx: Context, id: str, state: str | None) -> ChangeSet:
    if state is None:
        encumbrances.remove(ctx.db, id)
        return ChangeSet.of(Kind.ENCUMBRANCES)
    claim = _value(state, Encumbrance)
    lot = lots.get(ctx.db, claim.lot) if claim.lot else None
    if lot is not None:
        others = [one for one in encumbrances.on_lot(ctx.db, lot.id) if one.id != claim.id]
        held = balance(movements.ledger(ctx.db, lot.id), as_of=ctx.today())
        check_lot_claims(lot, held, [*others, claim], ctx.today())
    encumbrances.put(ctx.db, claim)
    return ChangeSet.of(Kind.ENCUMBRANCES, ids=frozenset({claim.lot} - {""}))


def _key(id: str) -> tuple[str, str, int, str, str]:
    return _value(id, tuple[str, str, int, str, str])


def _read_requirement(ctx: Context, id: str) -> str | None:
    found = requirements.vintages(ctx.db, _key(id))
    return None if not found or found[-1].ended else state_of(row_of(found[-1].requirement))


def _write_requirement(ctx: Context, id: str, state: str | None) -> ChangeSet:
    last = requirements.vintages(ctx.db, _key(id))[-1]
    item = last.requirement if state is None else requirement_of(tuple(_value(state, list[Any])))
    at = max(ctx.now(), last.recorded + timedelta(microseconds=1))
    requirements.record(ctx.db, [item], at=at, ended=state is None)
    return ChangeSet.of(Kind.REQUIREMENTS)


def _read_profile(ctx: Context, id: str) -> str | None:
    found = disclosure_profiles.latest(ctx.db).get(id)
    return None if found is None else found.canonical().decode("utf-8")


def _write_profile(ctx: Context, id: str, state: str | None) -> ChangeSet:
    if state is None:
        disclosure_profiles.retire(ctx.db, id, at=ctx.now())
    else:
        disclosure_profiles.save(ctx.db, profile_from_json(state), at=ctx.now())
    return ChangeSet.of(Kind.PROFILES)


SUBJECTS: dict[str, Subject] = {
    "site": Subject(_read_site, _write_site),
    "lot": Subject(_read_lot, _write_lot),
    "movement": Subject(_read_movement, _write_movement),
    "claim": Subject(_read_claim, _write_claim),
    "requirement": Subject(_read_requirement, _write_requirement),
    "profile": Subject(_read_profile, _write_profile),
}
"""Every kind of thing that :func:`stockpile_client.services.undo.undo` can put back."""
