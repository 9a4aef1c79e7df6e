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
from stockpile_client.core.quantities import Withheld
from stockpile_client.core.requirements import Requirement
from stockpile_client.core.statements import PositionChange, StatementHeader
from stockpile_client.disclosure.consistency import check_consistency
from stockpile_client.disclosure.preview import Preview
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.base import counted
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
) -> Iterator[Check]:
    """Everything that speaks against releasing ``shown`` under ``header``."""
    yield from _about_audience(ctx, profile, header, audience)
    if ctx.today() < open_from:
        message = f"By the delay of the profile the statement may leave from {open_from.isoformat()} on."
        yield Check(Severity.ERROR, "E_DELAY", profile.name, message)
    yield from _about_statement(header, shown)
    for change in changes:
        if change.before and change.after:
            yield from check_change(change.key.material, change.before.quantity, change.after.quantity)
    if previous:
        yield from check_denominators(statements.requirements(ctx.db, previous.row), stated)
    wanted = [line.position.key for line in shown.lines]
    for partner in audience:
        known = ledger.latest_values(ctx.db, partner.agency_id, wanted)
        yield from check_consistency(partner.short_name, known, shown.lines)


def _about_audience(
    ctx: Context, profile: Profile, header: StatementHeader, audience: tuple[PartnerRow, ...]
) -> Iterator[Check]:
    if not audience:
        yield Check(Severity.ERROR, "E_AUDIENCE", profile.name, "The audience is empty, and that means nobody.")
    for partner in audience:
        yield from check_partner(partner.short_name, partner.state)
    agencies = {partner.agency_id for partner in audience}
    for agreement in partners.agreements(ctx.db):
        if agencies <= set(agreement.parties):
            yield from check_marking(ctx.scheme, profile.marking, agreement.highest_marking)
        if agreement.id == profile.agreement:
            for material in sorted(set(agreement.scope) - set(profile.scope)):
                message = f"The agreement {agreement.name} covers the material, and the profile does not."
                yield Check(Severity.ERROR, "E_UNREPORTED", material, message)
    if not header.scope:
        yield Check(
            Severity.ERROR, "E_SCOPE", profile.name, "No material is in scope: the statement would say nothing."
        )


def _about_statement(header: StatementHeader, shown: Preview) -> Iterator[Check]:
    reported = {line.position.key.material for line in shown.lines if not isinstance(line.position.quantity, Withheld)}
    yield from check_scope(header, reported)
    for line in shown.lines:
        if line.own < 0:
            yield Check(
                Severity.ERROR, "E_OVERSOLD", line.position.key.material, "More is promised than is held in one place."
            )
        yield from check_position(line.position)
    for one in shown.left_out:
        if one.material in header.nil and one.contained:
            message = f"Said to be nil, while {counted(one.lots, 'lot')} ({one.reason}) is left out."
            yield Check(Severity.WARNING, "W_NIL_LEFT_OUT", one.material, message)
