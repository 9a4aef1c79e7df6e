"""The design choices keep their promises: contrast, spacing that grows with the font, palettes that name a scheme."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from stockpile_client.ui import theme
from stockpile_client.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Appearance, Colours, Status

SCHEMES = [LIGHT, DARK, HIGH_CONTRAST]
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
CLEARLY_SEEN = 3.0  # WCAG 2.2, success criterion 1.4.11: what is no text


def luminance(name: str) -> float:
    """Relative luminance, WCAG 2.2."""
    colour = QColor(name)
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark", "high contrast"])
def test_every_text_is_readable_on_every_ground_it_stands_on(scheme: Colours):
    grounds = [scheme.window, scheme.surface, scheme.sunken]
    pairs = [(ink, ground) for ink in (scheme.text, scheme.muted) for ground in grounds]
    pairs += [(scheme.on_accent, scheme.accent), (scheme.selected_text, scheme.selection)]
    pairs += [(scheme.accent, ground) for ground in (scheme.window, scheme.surface)]
    for status in (Status.DONE, Status.INFO, Status.CAUTION, Status.DANGER):
        pairs += [(scheme.of(status).name(), ground) for ground in (scheme.window, scheme.surface)]
        pairs += [(ink, scheme.soft(status).name()) for ink in (scheme.text, scheme.muted, scheme.of(status).name())]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < READABLE} == {}


@pytest.mark.parametrize("scheme", SCHEMES, ids=["light", "dark", "high contrast"])
def test_the_palette_in_force_names_its_colours(qapp, scheme: Colours):
    assert theme.colours(theme.palette_of(scheme)) is scheme
    assert all(QColor(getattr(scheme, field.name)).isValid() for field in fields(scheme))


@pytest.mark.parametrize(
    ("chosen", "system", "more_contrast", "expected"),
    [
        (Appearance.SYSTEM, Qt.ColorScheme.Light, False, LIGHT),
        (Appearance.SYSTEM, Qt.ColorScheme.Unknown, False, LIGHT),
        (Appearance.SYSTEM, Qt.ColorScheme.Dark, False, DARK),
        (Appearance.SYSTEM, Qt.ColorScheme.Dark, True, HIGH_CONTRAST),
        (Appearance.LIGHT, Qt.ColorScheme.Dark, True, LIGHT),
        (Appearance.DARK, Qt.ColorScheme.Light, False, DARK),
        (Appearance.HIGH_CONTRAST, Qt.ColorScheme.Light, False, HIGH_CONTRAST),
    ],
)
def test_the_user_chooses_or_the_system_does(chosen, system, more_contrast, expected):
    assert theme.chosen_scheme(chosen, system, more_contrast=more_contrast) is expected


def test_spacing_and_controls_grow_with_the_font(qapp: QApplication):
    usual = QApplication.font()
    before = [theme.space(theme.SMALL), theme.row_height(), theme.control_height(), theme.text_width(10)]
    twice = QApplication.font()
    twice.setPointSizeF(usual.pointSizeF() * 2)
    try:
        QApplication.setFont(twice)
        after = [theme.space(theme.SMALL), theme.row_height(), theme.control_height(), theme.text_width(10)]
    finally:
        QApplication.setFont(usual)
    assert all(1.6 <= large / small <= 2.4 for small, large in zip(before, after, strict=True))


def test_no_other_module_names_a_colour():
    from pathlib import Path

    import stockpile_client.ui as ui

    folder = Path(str(ui.__file__)).parent
    named = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if path.name != "theme.py" and any(mark in path.read_text("utf-8") for mark in ("setStyleSheet", 'QColor("#'))
    ]
    assert named == []
