"""``rules``: disclosure profiles, each in all its versions, and the templates to begin with.

A profile is a JSON document; ``rules show NAME --json`` prints it under ``profile``, and ``rules save FILE`` keeps one.

>>> stockpile --profile ./us rules new "For JP" --template summary_only --to JP --scope W,GA
>>> stockpile --profile ./us rules versions "For JP"
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from stockpile_client.cli.arguments import FILE, codes
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Group
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import InputError
from stockpile_client.disclosure.profile import Profile, profile_from_json
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure import (
    get_profile,
    list_groups,
    list_templates,
    profile_versions,
    retire_profile,
)
from stockpile_client.services.disclosure_record import list_agreements, list_profiles, save_profile
from stockpile_client.services.keyring import find_partner, short_names
from stockpile_client.storage.disclosure_profiles import ProfileVersion

_MOST_BYTES = 1024 * 1024


@click.group(cls=Group)
def rules() -> None:
    """Disclosure profiles: what may leave to whom, and how coarsely."""


@rules.command("templates")
@pass_state
def templates(state: State) -> None:
    """List the templates to begin with, and what each lets out."""
    found = list_templates()

    def human() -> None:
        for one in found:
            say(f"{one.code}: {one.name}")
            say(f"  {one.lets_out}")

    document = [{"code": one.code, "name": one.name, "lets_out": one.lets_out} for one in found]
    state.answer({"templates": document}, human)


@rules.command("list")
@pass_state
def list_(state: State) -> None:
    """List the profiles that are in use."""
    with state.open() as ctx:
        found = [(one, len(profile_versions(ctx, one.name)), _for_whom(ctx, one)) for one in list_profiles(ctx)]

    def human() -> None:
        if not found:
            return say("There are none yet; begin with 'rules new'.")
        say_table(
            ("name", "for", "scope", "two people", "version", "digest"),
            [(one.name, whom, ",".join(one.scope), one.four_eyes, version, one.digest[:16])
             for one, version, whom in found],
            right=("version",),
        )  # fmt: skip

    document = [
        {"name": one.name, "for": whom, "version": version, "digest": one.digest} for one, version, whom in found
    ]
    state.answer({"profiles": document}, human)


@rules.command("show")
@click.argument("name")
@click.option("--version", type=click.IntRange(1), help="An earlier version.")
@pass_state
def show(state: State, *, name: str, version: int | None) -> None:
    """Say what the rules of the profile NAME do, in their order."""
    with state.open() as ctx:
        profile = get_profile(ctx, name, version=version)
        whom = _for_whom(ctx, profile)
    state.answer(_document(profile) | {"for": whom}, lambda: _say(profile, whom))


@rules.command("versions")
@click.argument("name")
@pass_state
def versions(state: State, *, name: str) -> None:
    """List every version of the profile NAME, the first one first, and which rules came and went with it."""
    with state.open() as ctx:
        get_profile(ctx, name)
        found = profile_versions(ctx, name)
    document = [_version_document(one, before) for before, one in pairwise([None, *found])]

    def human() -> None:
        for one in document:
            say(f"{one['version']}  {one['saved']:%Y-%m-%d %H:%M} UTC  {(one['digest'] or 'taken out of use')[:16]}")
            for sign, sentences in (("-", one["removed"]), ("+", one["added"])):
                for sentence in sentences:
                    say(f"   {sign} {sentence}")

    state.answer({"versions": document}, human)


def _version_document(one: ProfileVersion | None, before: ProfileVersion | None) -> dict[str, Any]:
    assert one is not None  # only the first pair begins with nothing
    said = one.profile.sentences() if one.profile else ()
    earlier = before.profile.sentences() if before and before.profile else ()
    return {
        "version": one.version,
        "saved": one.at,
        "digest": one.profile.digest if one.profile else None,
        "added": [sentence for sentence in said if sentence not in earlier],
        "removed": [sentence for sentence in earlier if sentence not in said],
    }


@rules.command("new")
@click.argument("name")
@click.option("--template", "code", required=True, help="One of 'rules templates'.")
@click.option("--to", multiple=True, metavar="PARTNER", help="A partner; repeat it for several.")
@click.option("--group", "group", default="", help="A group of partners, as 'group list' names it.")
@click.option("--agreement", "agreement", default="", help="An agreement by its id: its parties.")
@click.option("--scope", type=codes, required=True, help="The materials in scope: W,CO.")
@pass_state
def new(
    state: State, *, name: str, code: str, to: tuple[str, ...], group: str, agreement: str, scope: tuple[str, ...]
) -> None:
    """Keep a new profile NAME made from a template. Nothing leaves by that."""
    template = next((one for one in list_templates() if one.code == code), None)
    if template is None:
        raise click.UsageError(f"There is no template '{code}'; see 'rules templates'.")
    with state.open() as ctx:
        if any(one.name == name for one in list_profiles(ctx)):
            raise InputError(
                "E_PROFILE", "There is a profile of that name.", hint="Use 'rules save' for a new version."
            )
        audience = tuple(find_partner(ctx, who).agency for who in to)
        profile = template.profile(name, scope=scope, audience=audience, group=group, agreement=agreement)
        _keep(state, ctx, profile)


@rules.command("save")
@click.argument("file", type=FILE)
@pass_state
def save(state: State, *, file: Path) -> None:
    """Keep the profile of a JSON FILE, as another version if there is one of that name."""
    try:
        with file.open("rb") as stream:
            content = json.loads(stream.read(_MOST_BYTES))
    except (OSError, ValueError) as error:
        raise InputError("E_PROFILE", "The file cannot be read as JSON.") from error
    if isinstance(content, dict) and "profile" in content:  # the answer of 'rules show --json'
        content = content["profile"]
    profile = profile_from_json(json.dumps(content))
    with state.open() as ctx:
        _keep(state, ctx, profile)


@rules.command("retire")
@click.argument("name")
@pass_state
def retire(state: State, *, name: str) -> None:
    """Take the profile NAME out of use; its versions stay."""
    with state.open() as ctx:
        change = retire_profile(ctx, name)
    state.answer({"summary": change.summary}, lambda: say(f"{change.summary}."))


def _keep(state: State, ctx: Context, profile: Profile) -> None:
    for material in profile.scope:
        ctx.catalogue.material(material)
    if profile.group and profile.group not in list_groups(ctx):
        raise InputError("E_GROUP", "There is no such group of partners.", hint="See 'group list'.")
    if profile.agreement and profile.agreement not in {one.id for one in list_agreements(ctx)}:
        raise InputError("E_AGREEMENT", "There is no such agreement.", hint="See 'agreement list'.")
    save_profile(ctx, profile)
    version, whom = len(profile_versions(ctx, profile.name)), _for_whom(ctx, profile)

    def human() -> None:
        say(f"Saved '{profile.name}', version {version}.")
        _say(profile, whom)

    state.answer(_document(profile) | {"for": whom, "version": version}, human)


def _document(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "digest": profile.digest,
        "sentences": profile.sentences(),
        "profile": json.loads(profile.canonical()),
    }


def _say(profile: Profile, whom: str) -> None:
    say(f"{profile.name}: for {whom}; {', '.join(profile.scope) or 'no material'}; {profile.marking}")
    for sentence in profile.sentences():
        say(f"  {sentence}")
    if profile.four_eyes:
        say("  Two people: who prepares a release does not approve it.")
    say(f"Digest: {profile.digest[:16]}")


def _for_whom(ctx: Context, profile: Profile) -> str:
    if profile.group:
        return f"group {profile.group}"
    if profile.agreement:
        named = {one.id: one.name for one in list_agreements(ctx)}
        return f"agreement {named.get(profile.agreement, profile.agreement)}"
    names = short_names(ctx)
    return ", ".join(names.get(agency, agency) for agency in profile.audience) or "nobody"
