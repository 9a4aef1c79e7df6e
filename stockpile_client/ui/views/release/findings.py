"""What speaks against a release, and what is good to know: apart, one line for each kind of finding."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stockpile_client.core.checks import Check
from stockpile_client.ui import theme
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

_MOST_NAMES = 12
_MOST_ROWS = 9
_LEAST_ROWS = 2


def finding_lines(checks: Sequence[Check]) -> list[str]:
    """One line for each kind: several subjects where they share the words, else the first one and how many more."""
    kinds: dict[str, list[Check]] = {}
    for check in checks:
        kinds.setdefault(check.code, []).append(check)
    lines = []
    for found in kinds.values():
        first, subjects = found[0], list(dict.fromkeys(check.subject for check in found if check.subject))
        if any(check.message != first.message for check in found):
            lines.append(
                tr("{what}: {message} · and {n} more of this kind", what=first.subject, message=first.message,
                   n=len(found) - 1)
            )  # fmt: skip
            continue
        names = ", ".join(subjects[:_MOST_NAMES])
        if len(subjects) > _MOST_NAMES:
            names = tr("{names} and {n} more", names=names, n=len(subjects) - _MOST_NAMES)
        said = tr("{what}: {message}", what=names, message=first.message) if names else words(first.message)
        lines.append(said)
    return lines


class Findings(ScrollArea):
    """As high as what is said, up to a limit; then it scrolls, so that the table keeps its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.errors = NoticePanel(Status.DANGER)
        self.warnings = NoticePanel(Status.CAUTION)
        self._content = QWidget()
        super().__init__(self._content, parent)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addWidget(self.errors)
        column.addWidget(self.warnings)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.say((), ())

    def say(self, errors: Sequence[Check], warnings: Sequence[Check]) -> None:
        """Show these; without any the area takes no room."""
        self.errors.say(tr("This stops the release") if errors else "", finding_lines(errors))
        self.warnings.say(tr("Good to know") if warnings else "", finding_lines(warnings))
        self.setVisible(bool(errors or warnings))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self._content.layout()
        assert layout is not None  # built above
        layout.activate()
        wanted = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        return QSize(0, min(wanted, _MOST_ROWS * theme.row_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), _LEAST_ROWS * theme.row_height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
