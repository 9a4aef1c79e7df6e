"""Install, or name, the few system libraries that Qt's wheels expect from a Linux system.

Run as root on Debian or Ubuntu it installs what is missing, and nothing else. Run by anyone else it prints the
exact command and returns 1. On other systems Qt brings everything along, and this does nothing.

    python tools/system_libraries.py             what tests and headless runs need
    python tools/system_libraries.py --window    also what an X11 window needs

Which libraries these are stands in ``stockpile_client/system_libraries.py``: the program asks there when it starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from stockpile_client.system_libraries import ALWAYS, X11, missing

# The Latin letters come with libfontconfig1 (it depends on DejaVu). For Japanese, VL Gothic is the smallest complete
# and evenly drawn face that Debian and Ubuntu carry: 2 MB to fetch, where Noto CJK is 57 MB.
JAPANESE_FONT = "fonts-vlgothic"


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


def provide(packages: list[str], lacking: list[str]) -> bool:
    """Install ``packages`` if that is allowed here, else say what to type. True if they are there afterwards."""
    if shutil.which("apt-get") is None:
        print(f"Qt needs libraries that were not found: {', '.join(lacking)}", file=sys.stderr)
        print("Install them with the package manager of this system, then run the same command again.", file=sys.stderr)
        return False
    if os.geteuid() != 0:
        print(f"Missing: {', '.join(lacking)}. Type this, then run the same command again:", file=sys.stderr)
        print(f"\n    sudo apt-get install --no-install-recommends {' '.join(packages)}\n", file=sys.stderr)
        return False
    print(f"setup: installing {' '.join(packages)}", file=sys.stderr)
    install(packages)
    return True


def main(arguments: list[str]) -> int:
    """Bring or name what is missing; the exit code is 1 if something needed is still missing."""
    if not sys.platform.startswith("linux"):
        return 0
    lacking = missing(ALWAYS | X11 if "--window" in arguments or os.geteuid() == 0 else ALWAYS)
    packages = set(lacking.values())
    if "libfontconfig1" in packages:  # where fontconfig is absent, fonts are too: one command then brings both
        packages.add(JAPANESE_FONT)
    if lacking and not provide(sorted(packages), list(lacking)):
        return 1
    if lacks_japanese_font():
        provide([JAPANESE_FONT], ["a font for Japanese (without it Japanese text shows as boxes)"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
