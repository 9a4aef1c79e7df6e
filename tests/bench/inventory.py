"""An inventory as an agency exports it: a CSV of about 100 bytes a row."""

from __future__ import annotations

import csv
import random
from pathlib import Path

FORMS = [("W", "W-APT"), ("W", "W-CONC65"), ("CO", "CO-MET"), ("CO", "CO-SULF7")]
"""Material and form codes of the catalogue."""

HEADER = ("Lot number", "Material", "Form", "Site", "Town", "Country", "Net weight (kg)", "As of", "Holder", "Source")


def write(path: Path, count: int, seed: int = 7) -> None:
    """``count`` lots at three hundred sites."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(count):
            material, form = chance.choice(FORMS)
            site = chance.randrange(300)
            writer.writerow(
                (
                    f"LOT-{number:07d}", material, form, f"Depot {site:03d}", f"Town {site % 90:02d}", "US",
                    f"{chance.randrange(1, 900_000)}.{chance.randrange(1000):03d}", "2026-06-30", "government",
                    f"count of the depot {site:03d}",
                )
            )  # fmt: skip
