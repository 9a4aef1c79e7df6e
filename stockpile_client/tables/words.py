"""Words that stand in the cells of an inventory, in five languages: yes and no, holder classes, countries, remarks.

Only words that can mean one thing are listed; everything else is refused with a hint, never guessed.

>>> holder_class("Ente di stoccaggio")
<HolderClass.STOCKHOLDING_ENTITY: 'stockholding_entity'>
"""

from __future__ import annotations

import re
from functools import lru_cache

from stockpile_client.core.lots import HolderClass


def folded(text: str) -> str:
    """``text`` as compared: case, underscores, points and runs of spaces do not count."""
    return " ".join(re.sub(r"[\s_.\-–/,:;'’]+", " ", text.casefold()).split())


_YES = frozenset({"yes", "y", "true", "1", "x", "sì", "si", "vero", "oui", "o", "vrai", "ja", "j", "wahr"}) | {
    *("はい", "可", "有", "○", "✓", "該当"),
}
_NO = frozenset({"no", "n", "false", "0", "falso", "non", "faux", "nein", "falsch"}) | {
    *("いいえ", "不可", "無", "×", "非該当"),
}

_HOLDERS: dict[str, HolderClass] = {
    word: holder
    for holder, words in {
        HolderClass.GOVERNMENT: "government|state|public|governo|stato|statale|pubblico|gouvernement|état|regierung"
        "|staat|bund|staatlich|政府|国|国家備蓄|国有",
        HolderClass.STOCKHOLDING_ENTITY: "stockholding entity|central stockholding entity|agency|ente di stoccaggio"
        "|organismo centrale di stoccaggio|entité de stockage|entité centrale de stockage|bevorratungsstelle"
        "|zentrale bevorratungsstelle|備蓄機関|jogmec",
        HolderClass.MANDATED_INDUSTRY: "mandated industry|obligated industry|industria obbligata|operatore obbligato"
        "|industrie obligée|industrie soumise à obligation|bevorratungspflichtige industrie|義務備蓄企業|義務備蓄",
        HolderClass.VOLUNTARY_COMMERCIAL: "voluntary commercial|commercial|commerciale volontario|volontario"
        "|commerciale|commercial volontaire|freiwillig kommerziell|kommerziell|任意民間在庫|民間|民間在庫",
    }.items()
    for word in (folded(holder.value), *words.split("|"))
}

_COUNTRIES: dict[str, str] = {
    name: code
    for code, names in {
        "US": "usa|united states|united states of america|stati uniti|états unis|vereinigte staaten|米国|アメリカ",
        "JP": "jpn|japan|giappone|japon|日本",
        "IT": "ita|italy|italia|italie|italien|イタリア",
        "FR": "fra|france|francia|frankreich|フランス",
        "DE": "deu|germany|germania|allemagne|deutschland|ドイツ",
        "KR": "kor|korea|south korea|republic of korea|corea del sud|corée du sud|südkorea|韓国",
        "NL": "nld|netherlands|paesi bassi|pays bas|niederlande|オランダ",
        "BE": "bel|belgium|belgio|belgique|belgien|ベルギー",
        "FI": "fin|finland|finlandia|finlande|finnland|フィンランド",
        "PL": "pol|poland|polonia|pologne|polen|ポーランド",
        "ES": "esp|spain|spagna|espagne|spanien|スペイン",
        "GB": "gbr|uk|united kingdom|regno unito|royaume uni|vereinigtes königreich|英国",
        "CA": "can|canada|kanada|カナダ",
        "AU": "aus|australia|australie|australien|オーストラリア",
    }.items()
    for name in names.split("|")
}
"""Countries that keep such stocks, by name; any other is written with its two letters (ISO 3166-1)."""

_TOTALS = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sub total", "sum"),
        *("totale", "totale generale", "subtotale", "somma", "total général", "sous total", "somme"),
        *("summe", "gesamt", "gesamtsumme", "zwischensumme", "合計", "総計", "小計", "計"),
    }
)
_TOTAL_INSIDE = re.compile(r"\b(total|totale|subtotal|summe|gesamt)\b|合計|総計|小計", re.I)
_FLOW_ONLY = re.compile(r"\bflow only\b|\bno inventory\b|\bsolo flussi?\b|\bflux seulement\b|フローのみ", re.I)
_CONTENT_BASIS = re.compile(
    r"(?:content (?:of )?|contained |contenuto (?:di )?|oxide:|element:)(\w+)"
    r"|(\w+)[ -](?:content|contained|contenuto|basis)",
    re.I,
)
_FORMULA = re.compile(r"(?:[A-Z][a-z]?[0-9]*){1,8}")


def yes_or_no(text: str) -> bool | None:
    """What the word says; ``None`` if it says neither."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def holder_class(text: str) -> HolderClass | None:
    """The holder class that the words name, if any."""
    return _HOLDERS.get(folded(text))


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that the text is or names, if any."""
    plain = text.strip()
    if re.fullmatch(r"[A-Za-z]{2}", plain, re.ASCII) and plain.upper() != "UK":
        return plain.upper()
    return _COUNTRIES.get(folded(plain))


@lru_cache(maxsize=1 << 14)
def is_total(text: str) -> bool:
    """Whether the cell says nothing but that its row is a sum."""
    return folded(text) in _TOTALS


def mentions_total(text: str) -> bool:
    """Whether the text says somewhere that it is a sum of others."""
    return _TOTAL_INSIDE.search(text) is not None


def says_flow_only(text: str) -> bool:
    """Whether a remark says that the row reports movements and no stock."""
    return _FLOW_ONLY.search(text) is not None


def content_basis(text: str) -> str:
    """The oxide or element that a quantity is *of*, by its basis column; empty where it is of the product.

    ``W content``, ``contained Co`` and a bare ``WO3`` name one; ``gross weight; about 44 t Be content`` does not,
    because what stands first is what the quantity is.
    """
    first = re.split(r"[;(]", text, maxsplit=1)[0].strip()
    if match := _CONTENT_BASIS.search(first):
        name = match[1] or match[2]
        return name if _FORMULA.fullmatch(name) else ""
    return first if _FORMULA.fullmatch(first) else ""
