"""What the tests of tables share: the real catalogue, and files written the way a spreadsheet program writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.services.catalogue import load_catalogue
from stockpile_client.tables.inventory import InventoryPlan, plan_inventory
from stockpile_client.tables.rows import Defaults, Place

ITALY = Defaults(place=Place(site="Deposito 1", country="IT"))
HEADER = "Lot,Material,Form,Quantity,Unit,As of"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


PlanText = Callable[..., InventoryPlan]


@pytest.fixture
def plan_text(tmp_path: Path, catalogue: Catalogue) -> PlanText:
    """Plan the import of a CSV text; lots lie in Italy where the text does not say."""

    def plan(text: str, *, encoding: str = "utf-8", **arguments: object) -> InventoryPlan:
        path = tmp_path / "inventory.csv"
        path.write_bytes(text.encode(encoding))
        return plan_inventory(path, catalogue, **({"defaults": ITALY} | arguments))  # type: ignore[arg-type]

    return plan
