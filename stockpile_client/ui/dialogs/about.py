"""About: the version, the licence, what the program is made of, its self-test, and what its encryption is not."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client import __version__
from stockpile_client.services.self_test import run_self_test
from stockpile_client.services.versions import components
from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import tr_count, words
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.panel import Panel, framed
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

_SHOWN_LINES = 9


class AboutDialog(QDialog):
    """One page; needs no profile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Stockpile Client"))
        self.parts = Facts()
        self.outcome = NoticePanel(Status.DONE)
        self.test_button = Button(self.tr("Test the cryptography"), icon="audit")
        self._build()
        self.test_button.clicked.connect(self.test)

    def _build(self) -> None:
        emblem = PlainLabel()
        emblem.setPixmap(icons.program_icon().pixmap(theme.space(theme.HUGE)))
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.LARGE),) * 4)
        row.setSpacing(theme.space(theme.LARGE))
        column = QVBoxLayout()
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(f"Stockpile Client {__version__}", size=Size.TITLE, selectable=True))
        column.addWidget(PlainLabel(self.tr("Licensed under the Apache License 2.0."), muted=True))
        column.addWidget(
            PlainLabel(
                self.tr(
                    "Markings such as TLP are sharing rules and not classifications, and the encryption of this"
                    " program is not an accreditation: your agency's rules decide what may be kept here."
                ),
                wrap=True,
            )
        )
        column.addWidget(PlainLabel(self.tr("What it is made of"), strong=True))
        column.addWidget(self._build_parts())
        column.addWidget(self.outcome)
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(self._build_buttons())
        row.addWidget(emblem, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.setMinimumWidth(theme.text_width(80))

    def _build_parts(self) -> Panel:
        found = [(part.name, f"{part.version} · {words(part.licence)}") for part in components()[1:]]
        self.parts.show_facts([("Qt", qVersion()), *found])
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(*(theme.space(theme.SMALL + 1),) * 4)
        inside.addWidget(self.parts)
        frame = framed(ScrollArea(page))
        frame.setFixedHeight(_SHOWN_LINES * theme.row_height())
        return frame

    def _build_buttons(self) -> QHBoxLayout:
        close = Button(self.tr("Close"), look=Look.PRIMARY)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.test_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        return buttons

    def test(self) -> None:
        """Compare every primitive with its known answer: some milliseconds, and no key is touched."""
        checks = run_self_test()
        failed = [check.name for check in checks if not check.passed]
        if failed:
            self.outcome.say(
                self.tr("These give wrong results: {names}").format(names=", ".join(failed)),
                [self.tr("Do not use this installation.")],
                status=Status.DANGER,
            )
        else:
            self.outcome.say(
                tr_count("{n} check passed", "All {n} checks passed", len(checks)),
                [", ".join(check.name for check in checks)],
                status=Status.DONE,
            )
        layout = self.layout()
        assert layout is not None  # built above
        layout.activate()
        self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
