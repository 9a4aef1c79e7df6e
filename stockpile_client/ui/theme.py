"""Every choice of design: spacing, text sizes, colours, appearance. No other module names a pixel or a colour.

- Spacing: a 4/8 scale. One step is a quarter of a line of body text (4 px where a line has 15 or 16), so that
  everything grows with the font. Use the named steps.
- Three text sizes: small, body, title. Body is the system's own.
- One accent. Status colours come with an icon and a word (:class:`Status`), never alone.
- Fusion style everywhere (``ui/app.py`` asks Qt for it), with palettes of our own for light, dark and high contrast; no
  style sheet. The palette in force says which colours are in force: :func:`colours` needs no state of its own.

Contrast of text on its background is at least 4.5:1 (WCAG 2.2, 1.4.3); a test computes it.

>>> layout.setSpacing(space(MEDIUM))  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

TIGHT, SMALL, MEDIUM, LARGE, HUGE = 1, 2, 4, 6, 10
"""Steps of the spacing scale: 4, 8, 16, 24 and 40 px at the usual font size."""


class Appearance(StrEnum):
    """What the user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Size(Enum):
    """The three text sizes, as factors of the body size."""

    SMALL = 0.9
    BODY = 1.0
    TITLE = 1.55


class Status(Enum):
    """How something stands; the value names its icon and its pair of colours."""

    DONE = "done"
    INFO = "info"
    CAUTION = "caution"
    DANGER = "danger"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. ``*_soft`` are backgrounds for ``text``, ``selection`` is one for ``selected_text``."""

    window: str
    surface: str
    sunken: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    selection: str
    selected_text: str
    done: str
    info: str
    caution: str
    danger: str
    done_soft: str
    info_soft: str
    caution_soft: str
    danger_soft: str

    def of(self, status: Status) -> QColor:
        """The colour of a status's icon and word."""
        return QColor(self.muted if status is Status.NEUTRAL else getattr(self, status.value))

    def soft(self, status: Status) -> QColor:
        """The background of a passage about a status."""
        return QColor(self.sunken if status is Status.NEUTRAL else getattr(self, f"{status.value}_soft"))


LIGHT = Colours(
    window="#f1f4f6", surface="#ffffff", sunken="#e7ecef", text="#19222a", muted="#56636d", line="#ccd4da",
    accent="#0b5a73", on_accent="#ffffff", selection="#d3e7ee", selected_text="#0c2933",
    done="#1a6b3a", info="#0b5a73", caution="#8a4d00", danger="#a8231a",
    done_soft="#e0f1e6", info_soft="#dfeef4", caution_soft="#fcefd6", danger_soft="#fae4e2",
)  # fmt: skip
DARK = Colours(
    window="#1c2126", surface="#15191d", sunken="#252b31", text="#e3e8eb", muted="#9ba7af", line="#39424a",
    accent="#62bdd4", on_accent="#05222a", selection="#1f4450", selected_text="#f2fafc",
    done="#71cf98", info="#62bdd4", caution="#e8b451", danger="#f2918a",
    done_soft="#1a2e23", info_soft="#192d35", caution_soft="#332a1a", danger_soft="#3a2423",
)  # fmt: skip
HIGH_CONTRAST = Colours(
    window="#000000", surface="#000001", sunken="#101010", text="#ffffff", muted="#e0e0e0", line="#ffffff",
    accent="#ffe14d", on_accent="#000000", selection="#ffe14d", selected_text="#000000",
    done="#7dff9b", info="#8fe9ff", caution="#ffcf5c", danger="#ff9d96",
    done_soft="#001a08", info_soft="#00161c", caution_soft="#1f1500", danger_soft="#260503",
)  # fmt: skip
_SCHEMES = (LIGHT, DARK, HIGH_CONTRAST)
_SYSTEM_POINTS = "system text size"  # a property of the application: what the system gave, before any change of ours


def colours(palette: QPalette | None = None) -> Colours:
    """The colours in force: those whose palette this is (default: the application's)."""
    window = (palette or QApplication.palette()).color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window).name()
    return next((scheme for scheme in _SCHEMES if scheme.window == window), LIGHT)


def is_dark() -> bool:
    """Whether the scheme in force is light on dark."""
    return colours() is not LIGHT


def palette_of(scheme: Colours) -> QPalette:
    """The Qt palette of a scheme; disabled text is muted."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    assigned = {
        role.Window: scheme.window, role.WindowText: scheme.text,
        role.Base: scheme.surface, role.AlternateBase: scheme.window, role.Text: scheme.text,
        role.PlaceholderText: scheme.muted, role.Button: scheme.window, role.ButtonText: scheme.text,
        role.BrightText: scheme.danger, role.Highlight: scheme.accent, role.HighlightedText: scheme.on_accent,
        role.Accent: scheme.accent, role.Link: scheme.accent, role.LinkVisited: scheme.accent,
        role.ToolTipBase: scheme.sunken, role.ToolTipText: scheme.text,
        role.Light: scheme.surface, role.Midlight: scheme.sunken, role.Mid: scheme.line, role.Dark: scheme.line,
        role.Shadow: scheme.line,
    }  # fmt: skip
    for target, colour in assigned.items():
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, target, QColor(scheme.muted))
    palette.setColor(group.Disabled, role.Highlight, QColor(scheme.sunken))
    palette.setColor(group.Disabled, role.HighlightedText, QColor(scheme.muted))
    return palette


def chosen_scheme(appearance: Appearance, system: Qt.ColorScheme, *, more_contrast: bool) -> Colours:
    """The scheme for what the user chose, or for what the system asks for."""
    fixed = {Appearance.LIGHT: LIGHT, Appearance.DARK: DARK, Appearance.HIGH_CONTRAST: HIGH_CONTRAST}
    if appearance in fixed:
        return fixed[appearance]
    if more_contrast:
        return HIGH_CONTRAST
    return DARK if system is Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, appearance: Appearance = Appearance.SYSTEM, text_percent: int = 100) -> None:
    """Give ``app`` the palette and a font with tabular figures, ``text_percent`` of the system's size."""
    hints = app.styleHints()
    more_contrast = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    scheme = chosen_scheme(appearance, hints.colorScheme(), more_contrast=more_contrast)
    app.setPalette(palette_of(scheme))
    font = app.font()
    if not app.property(_SYSTEM_POINTS):
        app.setProperty(_SYSTEM_POINTS, font.pointSizeF())
    font.setPointSizeF(app.property(_SYSTEM_POINTS) * text_percent / 100)
    font.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(font)


class _Ruler:
    """The two measures of body text that every size is made of, taken anew when the font has changed.

    A view asks for some hundred sizes while it is built or painted, and metrics of a font are slow to come by.
    """

    def __init__(self) -> None:
        self._font: QFont | None = None
        self._line = self._character = 0

    def _measure(self) -> None:
        font = QApplication.font()
        if font != self._font:
            metrics = QFontMetrics(font)
            self._font, self._line, self._character = font, metrics.height(), metrics.averageCharWidth()

    @property
    def line(self) -> int:
        """Height of a line in pixels."""
        self._measure()
        return self._line

    @property
    def character(self) -> int:
        """Width of an average character in pixels."""
        self._measure()
        return self._character


_RULER = _Ruler()


def space(steps: int) -> int:
    """Pixels of that many steps of the spacing scale."""
    return steps * max(3, round(_RULER.line / 4))


def font(size: Size = Size.BODY, *, strong: bool = False, fixed: bool = False) -> QFont:
    """The application's font in one of the three sizes; ``fixed``: every character as wide as the others."""
    base = QApplication.font()
    result = QFont(base)
    result.setPointSizeF(base.pointSizeF() * size.value)
    if strong:
        result.setWeight(QFont.Weight.DemiBold)
    if fixed:
        result.setFamilies(["DejaVu Sans Mono", "Cascadia Mono", "Menlo", "Consolas", *base.families()])
        result.setStyleHint(QFont.StyleHint.Monospace)
    return result


def row_height() -> int:
    """Height of a table row: a line of body text with room above and below."""
    return _RULER.line + space(SMALL) + space(TIGHT)


def control_height() -> int:
    """Height of buttons and fields, so that they line up."""
    return _RULER.line + space(MEDIUM)


def text_width(characters: int) -> int:
    """Pixels of that many average characters of body text."""
    return _RULER.character * characters


def radius() -> int:
    """How round corners are."""
    return space(TIGHT)
