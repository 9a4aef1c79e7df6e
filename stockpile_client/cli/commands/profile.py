"""``init`` and ``profiles``: create a profile, and find the ones that are there.

>>> stockpile --profile ./us init --name "US National Defense Stockpile" --short-name NDS --country US
"""

from __future__ import annotations

import click

from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.services.places import known_profiles, profiles_folder
from stockpile_client.services.profiles import AgencyDetails, create_profile


@click.command(cls=Command)
@click.option("--name", required=True, help="The agency's full name.")
@click.option("--short-name", required=True, help="A short name for lists and file names: letters, digits, hyphens.")
@click.option("--country", required=True, help="Two letters, ISO 3166-1.")
@pass_state
def init(state: State, name: str, short_name: str, country: str) -> None:
    """Create a profile in the folder of --profile: keys, first card, encrypted database.

    The recovery key is shown once and stored nowhere: print it, and keep it apart from this machine.
    """
    folder = state.require_folder()
    details = AgencyDetails(name, short_name, country)
    created = create_profile(folder, passphrase=state.passphrase(new=True), agency=details, actor=state.actor)
    agency = created.context.agency
    created.context.close()

    def human() -> None:
        say(f"Created the profile of {agency.name} ({agency.short_name}, {agency.country}) in {folder}.")
        say(f"Agency id: {agency.id}")
        say()
        say("Recovery key: print it now and keep it in a safe. It is shown once and is stored nowhere.")
        for line in created.recovery_key.splitlines():
            say(f"  {line}")
        say()
        say(f"Next: stockpile --profile {folder} card export FOLDER")

    state.answer(
        {
            "profile": folder,
            "agency": agency.id,
            "name": agency.name,
            "short_name": agency.short_name,
            "country": agency.country,
            "recovery_key": created.recovery_key,
        },
        human,
    )


@click.command(cls=Command)
@pass_state
def profiles(state: State) -> None:
    """List the profiles in this user's folder for them; no passphrase is needed."""
    root = profiles_folder()
    found = known_profiles(root)

    def human() -> None:
        if found:
            say_table(("name", "folder"), [(one.name, one.folder) for one in found])
        else:
            say(f"There are no profiles in {root}.")

    state.answer({"folder": root, "profiles": [{"name": one.name, "folder": one.folder} for one in found]}, human)
