"""Starts the window, or says in words why there can be none.

``stockpile-client`` and the one-folder build begin here. Nothing of Qt is imported before the system has what Qt needs:
the words then appear on the terminal and, where the desktop has a means for it, in a small message of the system's own.
``stockpile-client --draw PROFILE FOLDER`` draws pictures of the window instead of showing it.

>>> main(["stockpile-client"])  # doctest: +SKIP
0
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from stockpile_client.processes import DRAW, desktop_environment
from stockpile_client.system_libraries import has_display, missing_for_window

EX_UNAVAILABLE = 69  # sysexits.h: a support program or file does not exist


NO_DISPLAY = (
    "Stockpile Client cannot open its window: this session has no display.\n\n"
    "Nothing was changed. On the command line, stockpile --help lists what can be done without a window."
)

MESSENGERS = (
    ("zenity", "--error", "--no-markup", "--title=Stockpile Client", "--text={text}"),
    ("kdialog", "--title", "Stockpile Client", "--error", "{text}"),
    ("xmessage", "-center", "-title", "Stockpile Client", "{text}"),
)
"""Programs of Linux desktops that show a message without Qt's help from us, in the order in which they are tried."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window and return its exit code; 69 with a message where the system lacks what a window needs."""
    arguments = list(sys.argv if argv is None else argv)
    if not has_display(os.environ):
        tell(NO_DISPLAY)
        return EX_UNAVAILABLE
    lacking = missing_for_window(os.environ)
    if lacking:
        tell(words_for(lacking))
        return EX_UNAVAILABLE
    try:
        if arguments[1:2] == [DRAW]:
            from stockpile_client.ui.pictures import main as draw  # noqa: PLC0415 - loads Qt

            return draw(arguments[2:])
        from stockpile_client.ui.app import main as show_window  # noqa: PLC0415 - as above
    except ImportError as error:
        tell(f"Stockpile Client cannot start: {error}.\n\nNothing was changed. Install the program again.")
        return EX_UNAVAILABLE
    return show_window(arguments)


def words_for(lacking: Mapping[str, str]) -> str:
    """What is missing, and the one command that brings it on Debian and Ubuntu."""
    return (
        "Stockpile Client cannot open its window: this system lacks libraries that it needs.\n\n"
        f"Missing: {', '.join(sorted(lacking))}\n\n"
        "On Debian and Ubuntu an administrator types:\n"
        f"sudo apt-get install --no-install-recommends {' '.join(sorted(set(lacking.values())))}\n\n"
        "Elsewhere, ask for packages with these files. Nothing was changed."
    )


def tell(text: str) -> None:
    """Say ``text`` on the terminal, and on the desktop by the first means that is there."""
    if sys.stderr is not None:  # None for a Windows program without a console
        print(text, file=sys.stderr)
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only here

        ctypes.windll.user32.MessageBoxW(None, text, "Stockpile Client", 0x10)
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    for name, *arguments in MESSENGERS:
        program = shutil.which(name)
        if program:
            subprocess.run(  # noqa: S603 - a program of the desktop, our own words
                [program, *(argument.format(text=text) for argument in arguments)],
                check=False,
                env=desktop_environment(),
            )
            return


if __name__ == "__main__":
    sys.exit(main())
