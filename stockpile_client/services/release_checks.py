"""What speaks against a release: errors stop it, warnings inform.

The audience and its agreement, the days, what the statement says of each material, how the figures changed, and what
the way in which they are told gives away to each partner (:mod:`stockpile_client.disclosure.consistency`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from stockpile_client.core.checks import (
    Check,
    Severity,
    check_change,
    check_denominators,
    check_marking,
    check_partner,
    check_position,
    check_scope,
)
from stockpile_client.core.phrases import counted, phrase
from stockpile_client.core.quantities import Withheld
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import PositionChange, StatementHeader
from stockpile_client.disclosure.consistency import check_consistency
from stockpile_client.disclosure.preview import Preview
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.context import Context
from stockpile_client.services.partners import PartnerRow
from stockpile_client.storage import ledger, partners, statements
from stockpile_client.storage.statements import StoredStatement


def release_checks(
    ctx: Context,
    *,
    profile: Profile,
    header: StatementHeader,
    audience: tuple[PartnerRow, ...],
    shown: Preview,
    changes: Iterable[PositionChange],
    stated: Iterable[Requirement],
    previous: StoredStatement | None,
    open_from: date,
    late: frozenset[str],
) -> Iterator[Check]:
    """Everything that speaks against releasing ``shown`` under ``header``.

    ``late``: materials of which a lot came into the books by an opening balance after the statement's day.
    """
    yield from _about_audience(ctx, profile, header, audience)
    stated = tuple(stated)
    if ctx.today() < open_from:
        message = phrase("By the delay of the profile the statement may leave from {day} on.", day=open_from)
        yield Check(Severity.ERROR, "E_DELAY", profile.name, message)
    yield from _about_statement(header, shown)
    yield from _about_beginnings(header, shown, late)
    changes = tuple(changes)
    for change in changes:
        if change.before and change.after:
            yield from check_change(change.key.material, change.before.quantity, change.after.quantity)
    if previous:
        before = list(statements.requirements(ctx.db, previous.row))
        yield from check_denominators(before, stated)
        if not changes and _says_the_same(previous.header, header) and before == list(stated):
            message = phrase("This very statement went to them already, and nothing in it changed since.")
            yield Check(Severity.WARNING, "W_SAME", header.title, message)
    wanted = [line.position.key for line in shown.lines]
    for partner in audience:
        known = ledger.latest_values(ctx.db, partner.agency_id, wanted)
        yield from check_consistency(partner.short_name, known, shown.lines)


def _about_audience(
    ctx: Context, profile: Profile, header: StatementHeader, audience: tuple[PartnerRow, ...]
) -> Iterator[Check]:
    if not audience:
        yield Check(Severity.ERROR, "E_AUDIENCE", profile.name, phrase("The audience is empty, and that means nobody."))
    for partner in audience:
        yield from check_partner(partner.short_name, partner.state)
    agencies = {partner.agency_id for partner in audience}
    for agreement in partners.agreements(ctx.db):
        if agencies <= set(agreement.parties):
            yield from check_marking(ctx.scheme, profile.marking, agreement.highest_marking)
        if agreement.id == profile.agreement:
            for material in sorted(set(agreement.scope) - set(profile.scope)):
                message = phrase(
                    "The agreement {name} covers the material, and the profile does not.", name=agreement.name
                )
                yield Check(Severity.ERROR, "E_UNREPORTED", material, message)
    if not header.scope:
        message = phrase("No material is in scope: the statement would say nothing.")
        yield Check(Severity.ERROR, "E_SCOPE", profile.name, message)


def _says_the_same(before: StatementHeader, now: StatementHeader) -> bool:
    """Whether two statements are of one day and say the same where they give no figures."""
    return all(set(getattr(before, name)) == set(getattr(now, name)) for name in ("scope", "nil", "not_compiled")) and (
        before.as_of,
        dict(before.withheld),
        before.note,
    ) == (now.as_of, dict(now.withheld), now.note)


def _about_beginnings(header: StatementHeader, shown: Preview, late: frozenset[str]) -> Iterator[Check]:
    given = {line.position.key.material for line in shown.lines}
    for material in sorted(late & (given | set(header.nil))):
        message = (
            phrase("Said to be nil, while lots came into the books later: what they held then is not known.")
            if material in header.nil
            else phrase("Lots that came into the books later are in no figure: what they held then is not known.")
        )
        yield Check(Severity.WARNING, "W_BEFORE_BOOKS", material, message)


def _about_statement(header: StatementHeader, shown: Preview) -> Iterator[Check]:
    reported = {line.position.key.material for line in shown.lines if not isinstance(line.position.quantity, Withheld)}
    yield from check_scope(header, reported)
    for line in shown.lines:
        if line.own < 0:
            message = phrase("More is promised than is held in one place.")
            yield Check(Severity.ERROR, "E_OVERSOLD", line.position.key.material, message)
        yield from check_position(line.position)
    for one in shown.left_out:
        if one.material in header.nil and one.contained:
            message = counted(
                "Said to be nil, while {n} lot ({reason}) is left out.",
                "Said to be nil, while {n} lots ({reason}) are left out.",
                one.lots, reason=one.reason,
            )  # fmt: skip
            yield Check(Severity.WARNING, "W_NIL_LEFT_OUT", one.material, message)
