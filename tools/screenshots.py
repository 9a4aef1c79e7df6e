"""Draw the pictures of the window anew, from the program itself on the demonstration's figures.

    python tools/screenshots.py                       docs/images, 1280 × 800, light, and the inventory dark
    python tools/screenshots.py --scale 2             twice the pixels
    python tools/screenshots.py --font 2 --to FOLDER  twice the font, as some people need it
    python tools/screenshots.py --dark --agency jp    another appearance, another desk
    python tools/screenshots.py --language ja --to FOLDER

Every picture is a real view over a real profile. The demonstration is played first (some seconds), unless --demo names
a folder that holds one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stockpile_client.ui.main_window import MainWindow

Settle = Callable[[], None]
REPOSITORY = Path(__file__).resolve().parent.parent
REST_SECONDS = 0.4
BUSY_SECONDS = 0.1
"""Events that take so long, such as the first chart with its library, have others in their train."""
GUEST = REPOSITORY / "resources" / "demo" / "guest" / "us_nds_inventory.csv"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=REPOSITORY / "docs" / "images", help="the folder for the pictures")
    parser.add_argument("--demo", type=Path, help="a folder with the demonstration; played into it if it is empty")
    parser.add_argument("--agency", choices=("us", "jp", "it"), default="us")
    parser.add_argument("--scale", type=float, default=1.0, help="device pixels for a pixel")
    parser.add_argument("--font", type=float, default=1.0, help="factor of the font size")
    parser.add_argument("--language", default="en", help="one of the five languages of the window")
    look = parser.add_mutually_exclusive_group()
    look.add_argument("--dark", action="store_const", dest="look", const="dark", default="light")
    look.add_argument("--high-contrast", action="store_const", dest="look", const="high_contrast")
    return parser.parse_args()


def main() -> int:
    """Draw and say where the pictures are."""
    options = arguments()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)  # read when Qt is loaded
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_DATA_HOME"] = scratch  # the start page shows no profile of whoever draws the pictures
        demo = options.demo or Path(scratch) / "demonstration"
        if not (demo / "profiles").is_dir():
            from stockpile_client.services.demo.story import run_demo  # noqa: PLC0415 - not needed with --demo

            run_demo(demo, report=print)
        for picture in draw_all(options, demo / "profiles" / options.agency):
            sys.stdout.write(f"{picture}\n")
    return 0


def draw_all(options: argparse.Namespace, profile: Path) -> list[Path]:
    """Workspaces, start page and import dialog, in the appearance asked for."""

    from stockpile_client.ui import pictures, theme  # noqa: PLC0415 - as above
    from stockpile_client.ui.app import build_application  # noqa: PLC0415 - as above
    from stockpile_client.ui.preferences import Preferences, PreferenceStore  # noqa: PLC0415 - as above

    wanted = Preferences(options.language, theme.Appearance(options.look), text_percent=round(options.font * 100))
    app = build_application([sys.argv[0]], PreferenceStore(usual=wanted))
    drawn = pictures.draw(profile, options.to)
    drawn.append(draw_start(options.to / "start.png"))
    drawn.append(draw_import(profile, options.to / "import.png"))
    drawn += draw_release(profile, options.to)
    drawn += draw_charts(profile, options.to)
    if options.look == "light" and options.to == REPOSITORY / "docs" / "images":
        theme.apply(app, theme.Appearance.DARK, wanted.text_percent)
        drawn.append(draw_inventory(profile, options.to / "inventory-dark.png"))
    return drawn


def draw_start(target: Path) -> Path:
    """The page before a profile is open."""

    def draw(window: MainWindow, settle: Settle) -> None:
        settle()
        window.grab().save(str(target))

    return _with_window(None, draw, target)


def draw_inventory(profile: Path, target: Path) -> Path:
    """The inventory with a filter and a selected lot."""

    def draw(window: MainWindow, settle: Settle) -> None:
        from stockpile_client.ui.views.inventory.view import InventoryView  # noqa: PLC0415 - after the scale was set

        view = window.view("inventory")
        assert isinstance(view, InventoryView)
        view.lots.filter_line.setText("qty>100t")
        settle()
        view.lots.table.selectRow(1)
        settle()
        window.grab().save(str(target))

    return _with_window(profile, draw, target)


def draw_import(profile: Path, target: Path) -> Path:
    """The plan of an import, with findings."""

    def draw(window: MainWindow, settle: Settle) -> None:
        from stockpile_client.ui.dialogs.import_inventory import ImportDialog  # noqa: PLC0415 - after the scale

        window.open_file(GUEST)
        settle()
        dialog = window.findChildren(ImportDialog)[0]
        dialog.grab().save(str(target))
        dialog.reject()

    return _with_window(profile, draw, target)


def draw_release(profile: Path, folder: Path) -> list[Path]:
    """A release by the first profile that is kept: the lines, and what could be worked out of them."""
    targets = [folder / name for name in ("release-lines.png", "release-audit.png")]

    def draw(window: MainWindow, settle: Settle) -> None:
        from stockpile_client.ui.views.release.prepare import PreparePage  # noqa: PLC0415 - after the scale was set

        window.go("release")
        settle()
        page = window.findChildren(PreparePage)[0]
        page.form.start_from.setCurrentIndex(1)
        page.form.start_from.activated.emit(1)
        settle()
        settle()  # the preview waits for a moment in which nothing is typed
        window.grab().save(str(targets[0]))
        page.preview.audit.click()
        settle()
        window.grab().save(str(targets[1]))

    _with_window(profile, draw, targets[0])
    return targets


def draw_charts(profile: Path, folder: Path) -> list[Path]:
    """The stock against its target, the movements of a material, and days of cover by agency."""
    targets = [folder / name for name in ("chart-stock.png", "chart-movements.png", "chart-cover.png")]

    def draw(window: MainWindow, settle: Settle) -> None:
        from stockpile_client.ui.views.inventory.charts import ChartsPage  # noqa: PLC0415 - after the scale was set
        from stockpile_client.ui.views.inventory.view import InventoryView  # noqa: PLC0415 - as above
        from stockpile_client.ui.views.joint.view import JointView  # noqa: PLC0415 - as above

        inventory = window.view("inventory")
        assert isinstance(inventory, InventoryView)
        inventory.tabs.choose("charts")
        page = inventory.page("charts")
        assert isinstance(page, ChartsPage)
        settle()
        window.grab().save(str(targets[0]))
        page.chart.setCurrentIndex(page.chart.findData("movements"))
        settle()
        page.material.setCurrentIndex(page.material.findData("W"))
        settle()
        window.grab().save(str(targets[1]))
        window.go("joint")
        settle()
        joint = window.view("joint")
        assert isinstance(joint, JointView)
        joint.definition.setCurrentIndex(1)
        settle()
        rows = map(joint.model.row, range(joint.model.rowCount()))
        joint.table.selectRow([row.line.material if row else "" for row in rows].index("GA"))
        joint.tabs.choose("cover")
        settle()
        window.grab().save(str(targets[2]))

    _with_window(profile, draw, targets[0])
    return targets


def _with_window(profile: Path | None, draw: Callable[[MainWindow, Settle], object], target: Path) -> Path:
    """Open a window, over ``profile`` if there is one, and let ``draw(window, settle)`` draw it."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the scale was set

    from stockpile_client.services.profiles import open_profile  # noqa: PLC0415 - not needed for --help
    from stockpile_client.ui import pictures  # noqa: PLC0415 - after the scale was set
    from stockpile_client.ui.formats import Formats, system_locale  # noqa: PLC0415 - as above
    from stockpile_client.ui.jobs import Jobs  # noqa: PLC0415 - as above
    from stockpile_client.ui.main_window import MainWindow  # noqa: PLC0415 - as above

    jobs = Jobs()
    window = MainWindow(jobs, Formats(system_locale()))
    window.resize(pictures.SIZE)
    window.show()

    def settle() -> None:
        """Let the window work until neither a job nor the window itself has had much to do for a moment."""
        rest_from = time.monotonic()
        while time.monotonic() - rest_from < REST_SECONDS:
            began = time.monotonic()
            QApplication.processEvents()
            if jobs.running or time.monotonic() - began > BUSY_SECONDS:
                rest_from = time.monotonic()
            time.sleep(0.01)  # lets the jobs run

    if profile is not None:
        window.start_page.opened.emit(open_profile(profile, passphrase="three agencies, one table"))  # noqa: S106 - public
        window.go("inventory")
        settle()
    draw(window, settle)
    window.close()
    return target


if __name__ == "__main__":
    sys.exit(main())
