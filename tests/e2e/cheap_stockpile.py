"""The command ``stockpile`` with a cheap key derivation, so that a test can start it forty times."""

from __future__ import annotations

from functools import partial

from stockpile_client.cli.commands import profile
from stockpile_client.cli.main import main
from stockpile_client.services import profiles
from stockpile_client.storage.keyfile import KdfCost

COST = KdfCost(memory_kib=1024, passes=1, lanes=1)

if __name__ == "__main__":
    profiles.open_profile = partial(profiles.open_profile, floor=COST)
    profile.create_profile = partial(profile.create_profile, cost=COST)
    main()
