"""A person who types into a form and never saves it, in a process of its own that a power cut ends.

``python -m tests.attack.typing_person FOLDER WORD``: opens the profile FOLDER in a window, types WORD into the
number of a new lot, and says ``kept`` on the standard output once the profile holds it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stockpile_client.services.drafts import kept_drafts
from stockpile_client.ui import draft_keeper
from stockpile_client.ui.dialogs.edit_lot import LotForm
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.jobs import Jobs
from stockpile_client.ui.main_window import MainWindow
from tests.services.agencies import START, TestClock, open_again

SOON_MS = 50
PATIENCE_MS = 60_000  # nothing was kept: the test that waits for it is to fail, not to hang


def main(folder: Path, word: str) -> None:
    """Type, then wait for the end."""
    draft_keeper.KEEP_MS = SOON_MS
    app = QApplication([])
    window = MainWindow(Jobs(), Formats(QLocale("en_CA")))
    window.show()
    window.start_page.opened.emit(open_again(folder, TestClock(START)))
    window.go("inventory", "new_lot")

    def type_it() -> None:
        forms = [form for form in window.findChildren(LotForm) if form.isVisible()]
        if not forms:
            QTimer.singleShot(SOON_MS, type_it)
            return
        forms[0].fields["number"].editor.setFocus()
        for letter in word.upper():
            QTest.keyClick(forms[0].windowHandle(), ord(letter))
        wait()

    def wait() -> None:
        assert window.session is not None
        with window.session.context.reader() as context:
            if any(word in draft.fields.get("number", "").casefold() for draft in kept_drafts(context)):
                print("kept", flush=True)
                return
        QTimer.singleShot(SOON_MS, wait)

    QTimer.singleShot(SOON_MS, type_it)
    QTimer.singleShot(PATIENCE_MS, app.quit)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
