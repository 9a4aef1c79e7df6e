"""Fields in which something is typed or chosen, drawn alike in light, dark and high contrast.

Fusion derives their outlines from the window's colour, which leaves them invisible on a dark one; these draw their own:
a line around, in the accent while the field has the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget

from stockpile_client.ui import icons, theme
from stockpile_client.ui.language import four_digit_years, words


def paint_field(widget: QWidget, painter: QPainter, *, focused: bool) -> None:
    """The background and outline of a field."""
    colours = theme.colours(widget.palette())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.accent if focused else colours.line), 1.6 if focused else 1.0))
    painter.setBrush(QColor(colours.surface if widget.isEnabled() else colours.sunken))
    inset = 0.8 if focused else 0.5
    frame = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(frame, theme.radius(), theme.radius())


def paint_chevron(widget: QWidget, painter: QPainter) -> None:
    """The sign at the right end that something can be chosen."""
    side = widget.fontMetrics().height() - theme.space(theme.TIGHT) // 2
    right = widget.width() - theme.space(theme.SMALL)
    place = QRectF(right - side, (widget.height() - side) / 2, side, side)
    icons.paint(painter, "down", place, QColor(theme.colours(widget.palette()).muted))


class LineEdit(QLineEdit):
    """One line of text; ``icon`` stands before it."""

    def __init__(self, *, icon: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setPlaceholderText(words(placeholder))
        self.setMinimumHeight(theme.control_height())
        self._icon = icon
        side = theme.space(theme.TIGHT + 1)
        before = self.fontMetrics().height() + theme.space(theme.SMALL) if icon else 0
        self.setTextMargins(side + before, 0, side, 0)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_field(self, painter, focused=self.hasFocus())
        if self._icon:
            side = self.fontMetrics().height()
            place = QRectF(theme.space(theme.SMALL), (self.height() - side) / 2, side, side)
            icons.paint(painter, self._icon, place, QColor(theme.colours().muted))
        painter.end()
        super().paintEvent(event)


class PassphraseEdit(LineEdit):
    """A field for a passphrase: dots, and an eye that shows what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(icons.icon("eye"), self.tr("Show the passphrase"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye_toggled)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def take(self) -> str:
        """What was typed; the field is emptied."""
        text = self.text()
        self.clear()
        self._eye.setChecked(False)
        return text

    def _on_eye_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class ComboBox(QComboBox):
    """A choice out of a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(theme.control_height())

    def setEditable(self, editable: bool) -> None:
        super().setEditable(editable)
        edit = self.lineEdit()
        if edit is not None:
            edit.setFrame(False)
            palette = edit.palette()
            palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
            edit.setPalette(palette)

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        if self.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon:
            return usual
        texts = (self.fontMetrics().horizontalAdvance(self.itemText(index)) for index in range(self.count()))
        sides = theme.space(theme.SMALL) + theme.space(theme.LARGE) + 2  # as paintEvent leaves them free
        return QSize(max(usual.width(), max(texts, default=0) + sides), usual.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_field(self, painter, focused=self.hasFocus())
        paint_chevron(self, painter)
        if self.isEditable():
            return
        colours = theme.colours(self.palette())
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.muted))
        area = self.rect().adjusted(theme.space(theme.SMALL), 0, -theme.space(theme.LARGE), 0)
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class CheckBox(QCheckBox):
    """Yes or no."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words(text), parent)
        self.setAccessibleName(self.text())

    def _side(self) -> int:
        return self.fontMetrics().height() + theme.space(theme.TIGHT) // 2

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return QSize(
            self._side() + theme.space(theme.SMALL) + text.width() + 2, self._side() + theme.space(theme.TIGHT)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        box = QRectF(1, (self.height() - side) / 2, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = colours.accent if self.hasFocus() or self.isChecked() else colours.muted
        painter.setPen(QPen(QColor(edge), 1.6 if self.hasFocus() else 1.0))
        painter.setBrush(QColor(colours.accent if self.isChecked() and self.isEnabled() else colours.surface))
        painter.drawRoundedRect(box, theme.radius() / 2, theme.radius() / 2)
        if self.isChecked():
            painter.setPen(QPen(QColor(colours.on_accent if self.isEnabled() else colours.muted), side / 8))
            x, y, unit = box.left(), box.top(), box.width() / 10
            painter.drawLine(int(x + 2.2 * unit), int(y + 5.2 * unit), int(x + 4.3 * unit), int(y + 7.4 * unit))
            painter.drawLine(int(x + 4.3 * unit), int(y + 7.4 * unit), int(x + 8 * unit), int(y + 2.8 * unit))
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.muted))
        area = QRect(side + theme.space(theme.SMALL), 0, self.width() - side, self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())


class DateEdit(QDateEdit):
    """A day, typed or chosen in a calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat(four_digit_years(self.locale().dateFormat(QLocale.FormatType.ShortFormat)))
        self.setFrame(False)
        self.setMinimumHeight(theme.control_height())
        edit = self.lineEdit()
        assert edit is not None  # every date field has one
        edit.setTextMargins(theme.space(theme.TIGHT), 0, 0, 0)
        palette = edit.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        edit.setPalette(palette)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.displayFormat().replace("y", "0") + "00")
        return QSize(text + theme.space(theme.HUGE), theme.control_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_field(self, painter, focused=self.hasFocus())
        paint_chevron(self, painter)
