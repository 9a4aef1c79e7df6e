"""``make bench``: the program against plain tools, in one run on the same data, as ratios.

It prints one table, writes ``bench-output/results.json``, and ``bench-output/table.md`` to put into docs/bench.md.
``ARGS="--positions 100000 --lots 100000"`` makes it shorter; the aims are meant for a million.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import audit, audit_service, inventory, parties, peers
from tests.bench.positions import statement_rows

OUTPUT = Path("bench-output")
RUNS = 3
STARTS = 8
MIB = 1024**2
MILLION = 1_000_000


class Report:
    """Lines of the table: what, ours, the peer's, and how that stands to the aim."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str, str, str]] = []
        self.values: dict[str, Any] = {}

    def ratio(self, name: str, ours: float, peer: float, aim: float | None = None) -> None:
        """A line of two times."""
        found = ours / peer
        self._add(name, f"{ours:.2f} s", f"{peer:.2f} s", f"{found:.2f}", _verdict(found, aim))
        self.values[name] = {"ours": ours, "peer": peer, "ratio": found, "aim": aim}

    def value(self, name: str, number: float, unit: str, aim: float | None = None) -> None:
        """A line of one number."""
        self._add(
            name, f"{number:.0f} {unit}" if number >= 10 else f"{number:.2f} {unit}", "", "", _verdict(number, aim)
        )
        self.values[name] = {"ours": number, "unit": unit, "aim": aim}

    def _add(self, *line: str) -> None:
        self.lines.append(line)  # type: ignore[arg-type]
        print(f"{line[0]:<58}{line[1]:>10}{line[2]:>10}{line[3]:>7}  {line[4]}", flush=True)

    def markdown(self) -> str:
        """The table as Markdown."""
        head = ["| | ours | peer | ratio | aim |", "|---|---:|---:|---:|---|"]
        return "\n".join([*head, *(f"| {' | '.join(line)} |" for line in self.lines)]) + "\n"


def _verdict(found: float, aim: float | None) -> str:
    if aim is None:
        return ""
    limit = f"{aim:.1f}" if aim < 10 else f"{aim:.0f}"
    return f"≤ {limit} met" if found <= aim else f"≤ {limit} missed by {found / aim - 1:.0%}"


def child(module: str, *arguments: object, env: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run a step in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    if done.returncode:
        raise SystemExit(f"{module} {arguments[0]} failed:\n{done.stderr[-2000:]}")
    return dict(json.loads(done.stdout or "{}"))


def exchange(report: Report, root: Path, count: int, *, against_peers: bool) -> None:
    """Release and accept the second of two statements of ``count`` positions."""
    size = f"{count:,}".replace(",", " ")
    parties.make(root)
    post = root / "post"
    post.mkdir()
    rows = [child("child", "stage", root, number, count)["row"] for number in (1, 2)]
    first = child("child", "release", root, rows[0], 1, post)
    child("child", "accept", root, first["path"])
    if against_peers:
        peers.prepare(root, statement_rows(count, changed=True))
    releases, accepts, released = [], [], []
    accepted: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(RUNS if against_peers else 1):
        releases.append(child("child", "release", root, rows[1], 2, post))
        if against_peers:
            released.append(peers.release(root))
    # the last one is what arrives: the numbers before it are missing, which is said and accepted
    shutil.copytree(root / parties.RECEIVER, root / "waiting")
    for _ in releases:
        shutil.rmtree(root / parties.RECEIVER)
        shutil.copytree(root / "waiting", root / parties.RECEIVER)
        accepts.append(child("child", "accept", root, releases[-1]["path"]))
        if against_peers:
            for keyed, found in accepted.items():
                found.append(peers.accept(root, keyed=keyed))
    if against_peers:
        report.ratio(f"release of {size} positions", _median(releases), median(released), 1.0)
        for keyed, found in accepted.items():
            kind = "with the same key" if keyed else "without a key"
            report.ratio(f"accept of {size}, peer's table {kind}", _median(accepts), median(found), 1.0)
    report.value(f"peak memory, release of {size}", max(run["peak"] for run in releases) / MIB, "MiB", 200)
    report.value(f"peak memory, accept of {size}", max(run["peak"] for run in accepts) / MIB, "MiB", 200)
    if against_peers:
        for name, seconds in child("child", "looks", root)["seconds"].items():
            report.value(f"statement of {size}: {name}", seconds * 1000, "ms", 150)


def start(report: Report, root: Path) -> None:
    """Start of the program against a bare window; the first start of each warms the disk.

    Both run with compiled modules, as an installed program has them, wherever this machine keeps those.
    """
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(root)}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    kinds = ("bare", "program")
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(STARTS):
        for kind in kinds:
            begin = time.perf_counter()
            child("window", kind, env=compiled)
            times[kind].append(time.perf_counter() - begin)
    ours, peer = (median(times[kind][1:]) for kind in reversed(kinds))
    report.ratio("start to usable window, against a bare QMainWindow", ours, peer, 2.0)


def at_the_desk(report: Report, root: Path, count: int) -> None:
    """Unlock, look around, lock: how long, and for how long the window heard nothing."""
    size = f"{count:,}".replace(",", " ")
    parties.make(root)
    child("child", "fill", root, count)
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(root / "compiled")}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    child("desk", root, env=compiled)  # warms the disk
    runs = [child("desk", root, env=compiled)["figures"] for _ in range(RUNS)]
    for name in runs[0]:
        seconds = median(run[name]["seconds"] for run in runs)
        stall, work = (median(run[name][kind] for run in runs) for kind in ("stall", "work"))
        if seconds:
            report.value(f"desk with {size} lots: {name}", seconds * 1000, "ms")
        if stall:
            report.value(f"desk with {size} lots: {name}, longest stall", stall * 1000, "ms", 50)
            report.value(f"desk with {size} lots: {name}, of the window's own work", work * 1000, "ms", 50)


def stock(report: Report, root: Path, count: int) -> None:
    """The table of many lots in the real window, and the cells that a release of them adds up to."""
    size = f"{count:,}".replace(",", " ")
    parties.make(root)
    filled = child("child", "fill", root, count)
    report.value(f"adding {size} lots with an opening each", filled["seconds"]["fill"], "s")
    for name, seconds in child("window", "table", root)["seconds"].items():
        report.value(f"table of {size} lots: {name}", seconds * 1000, "ms", 150)
    for name, figures in child("window", "live", root)["figures"].items():
        report.value(f"window of {size} lots: {name}", figures["seconds"] * 1000, "ms")
        report.value(f"window of {size} lots: {name}, longest pause", figures["stall"] * 1000, "ms", 50)
    cells = child("child", "holdings", root)
    report.value(f"cells of {size} lots for a release", cells["seconds"]["cells"], "s")
    report.value(f"cells of {size} lots: peak memory", cells["peak"] / MIB, "MiB")


def previewed(report: Report, root: Path, count: int) -> None:
    """What a partner would see of many lots, cell by cell with the rules that changed it."""
    size = f"{count:,}".replace(",", " ")
    parties.make(root)
    child("child", "fill", root, count, "every")
    runs = [child("child", "preview", root) for _ in range(RUNS)]
    report.value(f"preview of {size} lots as a partner", _median(runs), "s", 2)
    runs = [child("child", "preview", root, "full") for _ in range(RUNS)]
    lines = f"{runs[0]['lines']:,}".replace(",", " ")
    report.value(f"preview of {size} lots in full detail, {lines} lines", _median(runs), "s", 2)


def imported(report: Report, root: Path, count: int) -> None:
    """Import of an inventory from CSV."""
    size = f"{count:,}".replace(",", " ")
    parties.make(root)
    source = root / "inventory.csv"
    inventory.write(source, count)
    done = child("child", "import_csv", root, source)
    report.value(f"import of {size} rows ({source.stat().st_size / 1e6:.0f} MB): plan", done["seconds"]["plan"], "s")
    report.value(f"import of {size} rows: book", done["seconds"]["apply"], "s")
    report.value(f"import of {size} rows: peak memory", done["peak"] / MIB, "MiB")


def inference(report: Report, root: Path) -> None:
    """The inference audit of a full statement over 24 past ones, in processor time; as a release runs it as well."""
    found = audit.figures()
    report.value("inference audit, 70 materials, 24 statements", found["whole audit"], "s", 5)
    report.value("inference audit after one change", found["audit after one change"], "s", 1)
    report.value("cheapest remedy for one material", found["remedy for one material"], "s")
    found = audit_service.figures(root)
    about = f"{found['lines']:.0f} lines, {found['promises']:.0f} promises"
    report.value(f"audit from the database, {about}, 24 statements", found["audit"], "s", 5)
    report.value("audit from the database after one change", found["audit after one change"], "s", 1)


def _median(runs: Sequence[dict[str, Any]]) -> float:
    return median(sum(run["seconds"].values()) for run in runs)


def machine() -> str:
    """The machine in a line."""
    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        names = [
            line.split(":", 1)[1].strip() for line in cpu.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description="measure the program against plain tools")
    parser.add_argument("--positions", type=int, default=MILLION)
    parser.add_argument("--lots", type=int, default=MILLION)
    parser.add_argument("--rows", type=int, default=MILLION // 10, help="rows of the CSV that is imported")
    parser.add_argument("--only", choices=("exchange", "start", "desk", "stock", "preview", "import", "audit"))
    parser.add_argument("--folder", type=Path, help="where some gigabytes are free; default: the temporary folder")
    wanted = parser.parse_args()
    if wanted.only in {None, "exchange"} and (tools := peers.missing()):
        raise SystemExit(f"Not installed: {', '.join(tools)}. Type: {peers.HOW}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = Report()
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(dir=wanted.folder, prefix="stockpile-bench-") as folder:
        parts: dict[str, Callable[[Path], None]] = {
            "exchange": lambda root: exchange(report, root, wanted.positions, against_peers=True),
            "exchange of a tenth": lambda root: exchange(report, root, wanted.positions // 10, against_peers=False),
            "start": lambda root: start(report, root),
            "desk": lambda root: at_the_desk(report, root, wanted.lots // 100),
            "stock": lambda root: stock(report, root, wanted.lots),
            "preview": lambda root: previewed(report, root, wanted.lots // 10),
            "audit": lambda root: inference(report, root),
            "import": lambda root: imported(report, root, wanted.rows),
        }
        for name, part in parts.items():
            if wanted.only is None or name.startswith(wanted.only):
                root = Path(folder) / name.replace(" ", "-")
                root.mkdir()
                part(root)
                shutil.rmtree(root)
    OUTPUT.mkdir(exist_ok=True)
    results = {"machine": machine(), "runs": RUNS, "results": report.values}
    (OUTPUT / "results.json").write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    (OUTPUT / "table.md").write_text(report.markdown())
    print(f"Written: {OUTPUT / 'results.json'}, {OUTPUT / 'table.md'}")


if __name__ == "__main__":
    main()
