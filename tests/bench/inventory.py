"""An inventory as an agency exports it: a CSV of about 100 bytes a row, a million rows by default."""

from __future__ import annotations

import csv
import random
from pathlib import Path

HEADER = ("Lot number", "Material", "Form", "Site", "Town", "Country", "Net weight (kg)", "As of", "Holder", "Source")


def write(path: Path, count: int, forms: list[tuple[str, str]], seed: int = 7) -> None:
    """``count`` lots of ``forms`` (material and form codes of the catalogue) at three hundred sites."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for number in range(count):
            material, form = chance.choice(forms)
            site = chance.randrange(300)
            writer.writerow(
                (
                    f"LOT-{number:07d}", material, form, f"Depot {site:03d}", f"Town {site % 90:02d}", "US",
                    f"{chance.randrange(1, 900_000)}.{chance.randrange(1000):03d}", "2026-06-30", "government",
                    f"count of the depot {site:03d}",
                )
            )  # fmt: skip
