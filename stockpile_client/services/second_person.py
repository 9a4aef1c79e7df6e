"""Two people sign: nothing of ours leaves unless a second person typed an own passphrase (threat: I releases alone).

From :func:`begin` on, the seeds that sign are sealed under a release key, and that key under the passphrase of each
second person. Whoever has the profile open can read, keep the inventory and accept what arrives; a statement, a
receipt, a request, a card and a key notice need both. Beginning makes new keys, since the present ones may lie in the
clear in a backup: partners learn of them by a notice, as after every renewal.

It holds against one person who uses the program or the files, not against a machine that is in other hands while both
are at it.

>>> begin(ctx, name="B. Verdi", passphrase="four quiet ferries leave", folder=stick)  # doctest: +SKIP
>>> sign_in(ctx, name="B. Verdi", passphrase="four quiet ferries leave")  # doctest: +SKIP
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from stockpile_client.bundle.cards import read_card
from stockpile_client.bundle.sealed_keys import RELEASE_KEY_BYTES, seal_signing
from stockpile_client.core.errors import InputError
from stockpile_client.core.people import check_person, same_person
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.keyring import keys_of, release_key
from stockpile_client.services.own_keys import RotatedKeys, hand_over, renew
from stockpile_client.services.second_seat import SIGNS_ALONG
from stockpile_client.storage import identity, second_people, settings
from stockpile_client.storage.keyfile import STANDARD, KdfCost
from stockpile_client.storage.second_people import SecondPerson
from stockpile_client.storage.throttle import UnlockThrottle

_THROTTLE = "second_person_throttle"


@dataclass(frozen=True, slots=True)
class SecondPeople:
    """``people`` is empty where one person alone signs; ``there`` signs along ``until`` (aware), if anybody does."""

    people: tuple[SecondPerson, ...]
    there: str
    until: datetime | None


def second_people_of(ctx: Context) -> SecondPeople:
    """Who may sign along, and who does at this moment."""
    now = ctx.now()
    return SecondPeople(second_people.every(ctx.db), ctx.second.who(now), ctx.second.until(now))


def begin(ctx: Context, *, name: str, passphrase: str, folder: Path, cost: KdfCost = STANDARD) -> RotatedKeys:
    """From now on two people sign. Makes new keys, and writes the new card and the notices into ``folder``.

    ``name`` is the second person, who types ``passphrase`` and signs along for the notices. Raises ``InputError``:
    ``E_SECOND_PERSON_THERE`` if two people sign already, ``E_PASSPHRASE_RULE``, ``E_NAME_MISSING``,
    ``E_PERSON_SCRIPTS``.
    """
    called = _new_name(ctx, name)
    if second_people.every(ctx.db):
        raise InputError(
            "E_SECOND_PERSON_THERE",
            phrase("Two people sign here already."),
            hint=phrase("Add another second person instead."),
        )
    key, now = secrets.token_bytes(RELEASE_KEY_BYTES), ctx.now()
    try:
        with ctx.transaction():
            for stored in identity.every(ctx.db):
                sealed = seal_signing(keys_of(ctx, stored), key, read_card(stored.card).digest)
                identity.put_secret(ctx.db, stored.epoch, sealed)
            second_people.add(ctx.db, called, key, passphrase, since=now, cost=cost)
            ctx.record("second_person_began", called)
            ctx.second.take(called, key, until=now + SIGNS_ALONG)
            renew(ctx)
    except BaseException:
        ctx.second.leave()
        raise
    return hand_over(ctx, folder=folder)


def sign_in(ctx: Context, *, name: str, passphrase: str, floor: KdfCost = STANDARD) -> ChangeSet:
    """Let a second person sign along for some minutes.

    Raises ``InputError`` (``E_SECOND_PASSPHRASE``) for a wrong name or passphrase, which is noted in the audit log, and
    ``MachineError`` (``E_UNLOCK_WAIT``) after too many of them.
    """
    throttle = msgspec.json.decode(settings.get(ctx.db, _THROTTLE, default="{}"), type=UnlockThrottle)
    throttle.check(ctx.now())
    try:
        key = second_people.open_release_key(ctx.db, name, passphrase, floor=floor)
    except InputError as error:
        if error.code != "E_PASSPHRASE":
            raise
        key = None
    with ctx.transaction():
        after = UnlockThrottle() if key is not None else throttle.failed(ctx.now())
        settings.put(ctx.db, _THROTTLE, msgspec.json.encode(after).decode())
        ctx.record("second_person_came" if key is not None else "second_person_refused", name)
    if key is None:
        raise InputError(
            "E_SECOND_PASSPHRASE",
            phrase("This is not the passphrase of {name}.", name=name),
            unchanged=phrase("Nothing was signed."),
            hint=phrase("Each second person has an own passphrase; it is not the one of the profile."),
        )
    ctx.second.take(name, key, until=ctx.now() + SIGNS_ALONG)
    return _change(phrase("{name} signs along", name=name))


def sign_out(ctx: Context) -> ChangeSet:
    """Whoever signs along leaves."""
    ctx.second.leave()
    return _change(phrase("Nobody signs along"))


def add_person(ctx: Context, *, name: str, passphrase: str, cost: KdfCost = STANDARD) -> ChangeSet:
    """One more person may sign along; somebody who may already has to be there (``E_SECOND_PERSON``)."""
    called, key = _new_name(ctx, name), release_key(ctx)
    with ctx.transaction():
        second_people.add(ctx.db, called, key, passphrase, since=ctx.now(), cost=cost)
        ctx.record("second_person_added", called)
    return _change(phrase("{name} may sign along", name=called))


def remove_person(ctx: Context, name: str) -> ChangeSet:
    """That person signs along no more; the last one stays (``E_SECOND_PERSON_LAST``): see :func:`end`."""
    release_key(ctx)  # who takes somebody's seat away needs a second person, too
    names = [person.name for person in second_people.every(ctx.db)]
    if name not in names:
        raise InputError("E_NO_SECOND_PERSON", phrase("Nobody called {name} signs along.", name=name))
    if len(names) == 1:
        raise InputError(
            "E_SECOND_PERSON_LAST",
            phrase("{name} is the only second person.", name=name),
            hint=phrase("Add another one first, or let one person alone sign again."),
        )
    with ctx.transaction():
        second_people.remove(ctx.db, name)
        ctx.record("second_person_removed", name)
    if ctx.second.who(ctx.now()) == name:
        ctx.second.leave()
    return _change(phrase("{name} signs along no more", name=name))


def end(ctx: Context) -> ChangeSet:
    """One person alone signs again; a second person has to be there for it (``E_SECOND_PERSON``)."""
    with ctx.transaction():
        for stored in identity.every(ctx.db):
            identity.put_secret(ctx.db, stored.epoch, keys_of(ctx, stored).to_bytes())
        for person in second_people.every(ctx.db):
            second_people.remove(ctx.db, person.name)
        ctx.record("second_person_ended")
    ctx.second.leave()
    return _change(phrase("One person alone signs again"))


def _new_name(ctx: Context, name: str) -> str:
    called = clean_text(name, what=phrase("name"))
    if not called:
        raise InputError("E_NAME_MISSING", phrase("Say who the second person is."))
    check_person(called)
    if any(same_person(person.name, called) for person in second_people.every(ctx.db)):
        raise InputError("E_SECOND_PERSON_NAME", phrase("Somebody called {name} signs along already.", name=called))
    return called


def _change(summary: str) -> ChangeSet:
    return ChangeSet.of(Kind.AGENCY, summary=summary)
