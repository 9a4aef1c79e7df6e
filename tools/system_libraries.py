"""Install, or name, the few system libraries that Qt's wheels expect from a Linux system.

Run as root on Debian or Ubuntu it installs what is missing, and nothing else. Run by anyone else it prints the
exact command and returns 1. On other systems Qt brings everything along, and this does nothing.

    python tools/system_libraries.py             what tests and headless runs need
    python tools/system_libraries.py --window    also what an X11 window needs

The tables were found by starting from a bare Debian 12 and adding what the loader missed in QtCore, QtGui,
QtWidgets, QtSvg, QtPrintSupport, QtTest and the platform plugins "offscreen" and "xcb".
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

# shared object -> Debian package that carries it
HEADLESS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# The Latin letters come with libfontconfig1 (it depends on DejaVu). For Japanese, VL Gothic is the smallest complete
# and evenly drawn face that Debian and Ubuntu carry: 2 MB to fetch, where Noto CJK is 57 MB.
JAPANESE_FONT = "fonts-vlgothic"


def is_missing(shared_object: str) -> bool:
    """Whether the loader finds no such library."""
    try:
        ctypes.CDLL(shared_object)
    except OSError:
        return True
    return False


def lacks_japanese_font() -> bool:
    """Whether no installed font can write Japanese, asked of Qt itself."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QFontDatabase, QGuiApplication  # noqa: PLC0415 - its libraries may be missing till here

    app = QGuiApplication([])
    families = QFontDatabase.families(QFontDatabase.WritingSystem.Japanese)
    del app
    return not families


def install(packages: list[str]) -> None:
    """Install packages through apt-get, as root; what apt says is shown only if it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        finished = subprocess.run(  # noqa: S603
            ["apt-get", "-qq", *command],  # noqa: S607
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if finished.returncode != 0:
            sys.exit(f"{finished.stdout}\napt-get could not install {' '.join(packages)}; see above.")


def provide(packages: list[str], missing: list[str]) -> bool:
    """Install ``packages`` if that is allowed here, else say what to type. True if they are there afterwards."""
    if shutil.which("apt-get") is None:
        print(f"Qt needs libraries that were not found: {', '.join(missing)}", file=sys.stderr)
        print("Install them with the package manager of this system, then run the same command again.", file=sys.stderr)
        return False
    if os.geteuid() != 0:
        print(f"Missing: {', '.join(missing)}. Type this, then run the same command again:", file=sys.stderr)
        print(f"\n    sudo apt-get install --no-install-recommends {' '.join(packages)}\n", file=sys.stderr)
        return False
    print(f"setup: installing {' '.join(packages)}", file=sys.stderr)
    install(packages)
    return True


def main(arguments: list[str]) -> int:
    """Bring or name what is missing; the exit code is 1 if something needed is still missing."""
    if not sys.platform.startswith("linux"):
        return 0
    wanted = HEADLESS | WINDOW if "--window" in arguments or os.geteuid() == 0 else HEADLESS
    missing = [name for name in wanted if is_missing(name)]
    packages = {wanted[name] for name in missing}
    if "libfontconfig1" in packages:  # where fontconfig is absent, fonts are too: one command then brings both
        packages.add(JAPANESE_FONT)
    if missing and not provide(sorted(packages), missing):
        return 1
    if lacks_japanese_font():
        provide([JAPANESE_FONT], ["a font for Japanese (without it Japanese text shows as boxes)"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
