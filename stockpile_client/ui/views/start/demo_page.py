"""The public demonstration: three agencies with published and illustrative figures, one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from stockpile_client.ui import theme
from stockpile_client.ui.jobs import Progress
from stockpile_client.ui.profile_jobs import DemoDesk
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import PlainLabel


class DemoPage(QWidget):
    """Make it, or sit down at the desk of one of the three."""

    make_requested = Signal()
    desk_chosen = Signal(object)  # DemoDesk
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desks = QVBoxLayout()
        self._step = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self._bar = QProgressBar()
        self.make_button = Button(self.tr("Make the demonstration"), icon="play", look=Look.PRIMARY)
        self.again_button = Button(self.tr("Make it anew"), look=Look.QUIET)
        self.back_button = Button(self.tr("Back"), icon="back", look=Look.QUIET)
        self.desk_buttons: list[Button] = []
        self._build()
        self.make_button.clicked.connect(self.make_requested)
        self.again_button.clicked.connect(self.make_requested)
        self.back_button.clicked.connect(self.back_requested)
        self.show_desks(())

    def _build(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.space(theme.SMALL))
        self._bar.setAccessibleName(self.tr("The demonstration is being made"))
        self._desks.setSpacing(theme.space(theme.SMALL))
        foot = QHBoxLayout()
        foot.addWidget(self.make_button)
        foot.addWidget(self.again_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Three agencies, one table"), size=Size.TITLE))
        column.addWidget(
            PlainLabel(
                self.tr(
                    "The stockpile of the United States, Japan's, and Italy's as the storage country of the EU pilot:"
                    " they exchange cards, verify each other, release, accept and answer. Quantities that no one"
                    " publishes are made up, and marked illustrative. The passphrase is public: keep nothing of yours"
                    " here."
                ),
                wrap=True,
            )
        )
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(self._desks)
        column.addWidget(self._bar)
        column.addWidget(self._step)
        column.addLayout(foot)

    def show_desks(self, desks: Sequence[DemoDesk]) -> None:
        """Offer the desks of a demonstration that is there; none: offer to make it."""
        self.set_busy(False)
        for button in self.desk_buttons:
            button.hide()
            button.deleteLater()
        self.desk_buttons = []
        for desk in desks:
            look = Look.PLAIN if self.desk_buttons else Look.PRIMARY
            button = Button(self.tr("Open as {name}").format(name=desk.name), icon="forward", look=look)
            button.clicked.connect(lambda _checked=False, chosen=desk: self.desk_chosen.emit(chosen))
            self._desks.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.desk_buttons.append(button)
        self.make_button.setVisible(not desks)
        self.again_button.setVisible(bool(desks))

    def set_busy(self, busy: bool) -> None:
        """While it is made, or a desk opens, nothing else can be pressed."""
        self._bar.setVisible(busy)
        self._step.setVisible(busy)
        self._step.setText("")
        for button in (self.make_button, self.again_button, self.back_button, *self.desk_buttons):
            button.setEnabled(not busy)

    def show_progress(self, progress: Progress) -> None:
        """What is happening in the demonstration."""
        self._step.setText(progress.words)
