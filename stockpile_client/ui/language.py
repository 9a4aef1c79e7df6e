"""The language of the window: its texts, Qt's own, and those of the services.

One catalogue per language (``resources/translations/<code>.mo``, gettext) serves all three ways in which text reaches
the screen: ``self.tr("…")`` of a widget and :func:`tr` of a module, both by way of a Qt translator, and a
:class:`~stockpile_client.core.phrases.Phrase` that a service or an error made (:func:`words`). The context that Qt
adds to a text is not used: the same words mean the same everywhere.

>>> install(app, "it")  # doctest: +SKIP
>>> tr("{count} lots", count=12000)  # doctest: +SKIP
'12.000 lotti'
"""

from __future__ import annotations

import gettext
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLibraryInfo, QLocale, QTime, QTranslator

from stockpile_client.core.phrases import Phrase, mark, say
from stockpile_client.services.resources import resource_path

LANGUAGES: dict[str, str] = {"en": "English", "it": "Italiano", "ja": "日本語", "fr": "Français", "de": "Deutsch"}
"""Code → what the language calls itself."""

LACKING_IN_QT = (mark("Look in:"), mark("Files of type:"))
"""Texts of the dialogs of Qt that ``qtbase_de`` of Qt 6.11 lacks; our catalogues say them."""

_TRANSLATORS = "translators"  # an attribute of the application: to ask Qt for its children takes 10 ms of the start


class CatalogueTranslator(QTranslator):
    """Hands Qt's requests for a text to a gettext catalogue."""

    def __init__(self, catalogue: gettext.NullTranslations, parent: QCoreApplication | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The text, or None if the catalogue has none (Qt then asks the next translator)."""
        del context
        if not source:
            return None  # type: ignore[return-value]  # a catalogue answers an empty text with its own header
        if disambiguation and n >= 0:
            return self._catalogue.ngettext(source, disambiguation, n)
        found = self._catalogue.gettext(source)
        if found == source:  # the catalogue may have it as the singular of a counted text
            found = self._catalogue.ngettext(source, source, 1)
        return found if found != source else None  # type: ignore[return-value]  # a null string for Qt


def offered() -> dict[str, str]:
    """The languages whose texts came with this program: code → what the language calls itself."""
    folder = resource_path() / "translations"
    return {code: name for code, name in LANGUAGES.items() if code == "en" or (folder / f"{code}.mo").is_file()}


def suited(locale: QLocale) -> str:
    """The language of the program that suits a system's locale: English where it has none."""
    code = locale.name().partition("_")[0]
    return code if code in LANGUAGES else "en"


def install(app: QCoreApplication, code: str, catalogue: gettext.NullTranslations | None = None) -> None:
    """Speak ``code`` from now on: Qt's texts and ours. What is already on screen stays as it is.

    ``catalogue`` replaces the one of the language (a test passes its own).
    """
    ours = CatalogueTranslator(catalogue or load_catalogue(code))
    for old in getattr(app, _TRANSLATORS, ()):
        app.removeTranslator(old)
    qt = QTranslator()
    qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (qt, ours):
        app.installTranslator(translator)
    setattr(app, _TRANSLATORS, (qt, ours))
    app.setProperty("language", code)


def load_catalogue(code: str) -> gettext.NullTranslations:
    """The texts of a language; English needs none."""
    if code == "en":
        return gettext.NullTranslations()
    with resource_path("translations", f"{code}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def current() -> str:
    """The code of the language that the window speaks, ``en`` before one was chosen."""
    app = QCoreApplication.instance()
    return str((app and app.property("language")) or "en")


def tr(template: str, /, **values: Any) -> str:
    """A text of the window in its language, outside of any widget, with its fields filled."""
    return _fill(QCoreApplication.translate("", template), values)


def tr_count(one: str, many: str, n: int, /, **values: Any) -> str:
    """A text about ``n`` things (field ``{n}``)."""
    return _fill(_translate(one, many, n), {"n": n, **values})


def words(text: str) -> str:
    """What a service said, in the language of the window; other text is returned as it is."""
    return say(text, _translate, write) if isinstance(text, Phrase) else text


def write(value: Any) -> str:
    """A number, a day or a moment as the locale writes it; a text in the language of the window."""
    locale = QLocale()
    match value:
        case str():
            return words(value)
        case int():
            return locale.toString(value)
        case Decimal():
            whole, _, places = f"{abs(value):f}".partition(".")
            sign = locale.negativeSign() if value < 0 else ""
            return f"{sign}{locale.toString(int(whole))}{locale.decimalPoint() + places if places else ''}"
        case datetime():
            return moment_in(locale, value)
        case date():
            return day_in(locale, value)
        case _:
            return str(value)


def four_digit_years(form: str) -> str:
    """A locale's short form with the whole year: two digits are not enough for a rotate-by date."""
    return form if "yyyy" in form else form.replace("yy", "yyyy")


def day_in(locale: QLocale, value: date) -> str:
    """A day in the locale's short form."""
    form = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return locale.toString(QDate(value.year, value.month, value.day), four_digit_years(form))


def moment_in(locale: QLocale, value: datetime) -> str:
    """A moment in the machine's time zone, in the locale's short form."""
    here = value.astimezone() if value.tzinfo else value
    at = QDateTime(QDate(here.year, here.month, here.day), QTime(here.hour, here.minute))
    return locale.toString(at, four_digit_years(locale.dateTimeFormat(QLocale.FormatType.ShortFormat)))


def _translate(one: str, many: str, n: int) -> str:
    if not many:
        return QCoreApplication.translate("", one)
    if not getattr(QCoreApplication.instance(), _TRANSLATORS, ()):
        return one if n == 1 else many
    return QCoreApplication.translate("", one, many, abs(n))


def _fill(template: str, values: dict[str, Any]) -> str:
    return template.format(**{name: write(value) for name, value in values.items()}) if values else template
