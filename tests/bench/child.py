"""One measured step in a process of its own: ``python -m tests.bench.child STEP ARGUMENTS``.

It prints one line of JSON: what was measured, and the most memory that the process ever used.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

MIB = 1024**2


def peak_memory() -> int:
    """Bytes; on Linux of this process alone, elsewhere what ``getrusage`` says."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class Watch:
    """Seconds of named steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, name: str, step: Callable[[], object]) -> object:
        """Run ``step`` and keep how long it took."""
        start = time.perf_counter()
        result = step()
        self.seconds[name] = time.perf_counter() - start
        return result


def release(watch: Watch, root: str, row: str, number: str, folder: str) -> dict[str, object]:
    from tests.bench import parties

    context = parties.opened(Path(root), parties.SENDER)
    file = watch("release", lambda: parties.release(context, int(row), int(number), Path(folder)))
    context.close()
    return {"path": str(file.path), "bytes": file.size}


def accept(watch: Watch, root: str, path: str) -> dict[str, object]:
    from stockpile_client.services.accept import accept, plan_accept
    from tests.bench import parties

    context = parties.opened(Path(root), parties.RECEIVER)
    plan = watch("plan", lambda: plan_accept(context, Path(path)))
    watch("promote", lambda: accept(context, plan))
    context.close()
    found = plan.comparison
    return {"positions": plan.positions, "new": found.new, "gone": found.gone, "changed": found.changed}


def stage(watch: Watch, root: str, number: str, count: str) -> dict[str, object]:
    from tests.bench import parties

    context = parties.opened(Path(root), parties.SENDER)
    row = watch("stage", lambda: parties.stage(context, int(number), int(count), changed=number != "1"))
    context.close()
    return {"row": row}


def looks(watch: Watch, root: str) -> dict[str, object]:
    """First pages of a statement of a million positions, in the middle and at the start, on a fresh connection."""
    from stockpile_client.storage.position_window import PositionWindow
    from stockpile_client.storage.windows import Filter, Match
    from tests.bench import parties

    context = parties.opened(Path(root), parties.RECEIVER)
    (row,) = context.db.execute("SELECT max(row) FROM statement").fetchone()
    for name, wanted in {
        "first page": {},
        "by place": {"order_by": "at"},
        "by quantity": {"order_by": "low_mg", "descending": True},
        "one material": {"filters": (Filter("material", Match.EQUALS, "W"),)},
        "text in place": {"filters": (Filter("at", Match.CONTAINS, "it-0"),)},
    }.items():
        window = PositionWindow(context.db, row, **wanted)
        watch(name, lambda window=window: (window.count(), window.rows(0, 200)))
        watch(f"{name}, middle", lambda window=window: window.rows(window.count() // 2, 200))
    context.close()
    return {}


def import_csv(watch: Watch, root: str, path: str) -> dict[str, object]:
    from stockpile_client.services.import_inventory import apply_import, plan_import
    from tests.bench import parties

    context = parties.opened(Path(root), parties.SENDER)
    plan = watch("plan", lambda: plan_import(context, Path(path)))
    watch("apply", lambda: apply_import(context, plan))
    context.close()
    return {"new": plan.new}


def fill(watch: Watch, root: str, count: str, forms: str = "few") -> dict[str, object]:
    from tests.bench import inventory, parties

    context = parties.opened(Path(root), parties.SENDER)
    every = [(form.material, form.code) for form in context.catalogue.forms.values()]
    watch("fill", lambda: parties.fill_stock(context, int(count), every if forms == "every" else inventory.FORMS))
    context.close()
    return {}


def holdings(watch: Watch, root: str) -> dict[str, object]:
    from stockpile_client.disclosure.holdings import aggregate
    from stockpile_client.services.holdings import lot_holdings
    from tests.bench import parties

    context = parties.opened(Path(root), parties.SENDER)
    cells = watch("cells", lambda: aggregate(lot_holdings(context, as_of=date(2030, 1, 1)), by_bloc=False))
    context.close()
    return {"cells": len(cells)}


def preview(watch: Watch, root: str, detail: str = "rounded") -> dict[str, object]:
    from stockpile_client.core.quantities import MG_PER_TONNE
    from stockpile_client.disclosure.preview import preview_lots
    from stockpile_client.disclosure.profile import Profile
    from stockpile_client.disclosure.templates import TEMPLATES
    from stockpile_client.services.holdings import lot_holdings
    from stockpile_client.services.release import content_bases
    from tests.bench import parties

    context = parties.opened(Path(root), parties.SENDER)
    scope = tuple(context.catalogue.materials)
    profile = Profile("bench", (), scope, rounding=100 * MG_PER_TONNE)
    if detail == "full":
        profile = TEMPLATES["full_detail"].profile("bench", scope=scope)
    home, bases = f"country:{context.agency.country}", content_bases(context)
    shown = watch("preview", lambda: preview_lots(profile, lot_holdings(context, as_of=date(2030, 1, 1)), bases, home))
    context.close()
    return {"lines": len(shown.lines)}


STEPS = {step.__name__: step for step in (release, accept, stage, looks, import_csv, fill, holdings, preview)}


def main() -> None:
    watch = Watch()
    found = STEPS[sys.argv[1]](watch, *sys.argv[2:])
    print(json.dumps({**found, "seconds": watch.seconds, "peak": peak_memory()}))


if __name__ == "__main__":
    main()
