"""Decide what leaves: profiles and their versions, templates, groups of partners, and the preview as one partner.

>>> plan = plan_release(ctx, profile=profile, as_of=date(2026, 9, 30))
>>> preview_as(ctx, plan, partner_id).counts()[News.NEW]
42
"""

from __future__ import annotations

from collections.abc import Sequence

from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import phrase
from stockpile_client.core.text import clean_text
from stockpile_client.disclosure.partner_view import PartnerView, partner_view
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.templates import TEMPLATES, Template
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import note_edit, profile_change
from stockpile_client.services.keyring import require_partner
from stockpile_client.services.partners import partner_row
from stockpile_client.services.release import ReleasePlan
from stockpile_client.storage import disclosure_profiles, ledger, partner_groups, positions
from stockpile_client.storage.disclosure_profiles import ProfileVersion


def list_templates() -> tuple[Template, ...]:
    """The templates to begin a profile with, each with a sentence that says what it lets out."""
    return tuple(TEMPLATES.values())


def get_profile(ctx: Context, name: str, *, version: int | None = None) -> Profile:
    """A profile as it is in use, or one of its versions; ``InputError`` (``E_NO_PROFILE``) if there is none."""
    found = {one.version: one.profile for one in disclosure_profiles.versions(ctx.db, name)}
    profile = found.get(version if version is not None else max(found, default=0))
    if profile is None:
        raise InputError("E_NO_PROFILE", phrase("There is no such disclosure profile in use."))
    return profile


def profile_versions(ctx: Context, name: str) -> list[ProfileVersion]:
    """Every version of a profile, the first one first."""
    return disclosure_profiles.versions(ctx.db, name)


def retire_profile(ctx: Context, name: str) -> ChangeSet:
    """Take a profile out of use. Its versions stay, for statements name them; saving it again brings it back."""
    before = get_profile(ctx, name)
    with ctx.transaction():
        disclosure_profiles.retire(ctx.db, name, at=ctx.now())
        ctx.record("profile_retired", name)
        note_edit(ctx, phrase("Retirement of profile {name}", name=name), profile_change(before, None))
    return ChangeSet.of(Kind.PROFILES, summary=phrase("Retired the profile {name}", name=name))


def list_groups(ctx: Context) -> dict[str, tuple[str, ...]]:
    """Groups of partners: agency ids by the group's name."""
    return partner_groups.every(ctx.db)


def save_group(ctx: Context, name: str, members: Sequence[str]) -> ChangeSet:
    """Keep a group of partners. Statements to a changed group go through a channel of their own."""
    called = clean_text(name, what=phrase("name of the group"))
    if not called:
        raise InputError("E_GROUP", phrase("A group has a name."))
    for agency in members:
        require_partner(ctx, agency)
    with ctx.transaction():
        partner_groups.put(ctx.db, called, members)
        ctx.record("group_saved", called, {"members": sorted(set(members))})
    return ChangeSet.of(Kind.PARTNERS, summary=phrase("Saved the group {name}", name=called))


def preview_as(ctx: Context, plan: ReleasePlan, agency_id: str) -> PartnerView:
    """What one partner of the audience will see, beside what it already holds of ours and beside our own values."""
    if agency_id not in plan.agencies:
        raise InputError("E_AUDIENCE", phrase("This partner is not in the audience: it would see nothing."))
    known = ledger.latest_values(ctx.db, agency_id, (line.position.key for line in plan.preview.lines))
    last = positions.of_statement(ctx.db, plan.previous.row) if plan.previous else ()
    return partner_view(partner_row(ctx, agency_id).short_name, plan.preview, known=known, last=last)
