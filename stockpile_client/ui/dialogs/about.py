"""About: the version, the licence, and what the program's encryption is and is not."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client import __version__
from stockpile_client.ui import icons, theme
from stockpile_client.ui.theme import Size
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.plain_label import PlainLabel


class AboutDialog(QDialog):
    """One page, one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Stockpile Client"))
        emblem = PlainLabel()
        emblem.setPixmap(icons.program_icon().pixmap(theme.space(theme.HUGE)))
        versions = f"Python {platform.python_version()} · Qt {qVersion()} · PySide {PySide6.__version__}"
        column = QVBoxLayout()
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(f"Stockpile Client {__version__}", size=Size.TITLE, selectable=True))
        column.addWidget(PlainLabel(versions, size=Size.SMALL, muted=True, selectable=True))
        column.addWidget(
            PlainLabel(
                self.tr(
                    "Markings such as TLP are sharing rules and not classifications, and the encryption of this"
                    " program is not an accreditation: your agency's rules decide what may be kept here."
                ),
                wrap=True,
            )
        )
        column.addWidget(PlainLabel(self.tr("Licensed under the Apache License 2.0."), muted=True))
        close = Button(self.tr("Close"), look=Look.PRIMARY)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column.addSpacing(theme.space(theme.SMALL))
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(theme.LARGE),) * 4)
        row.setSpacing(theme.space(theme.LARGE))
        row.addWidget(emblem)
        row.addLayout(column, 1)
        self.setMinimumWidth(theme.text_width(80))
