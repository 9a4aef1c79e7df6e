"""What an inventory row can say: the fields, and the words by which agencies head them in five languages.

Matching compares the header without its unit, case, brackets and punctuation. A word listed here is enough by itself; a
longer header is matched by the longest word that it contains.

>>> INVENTORY_FIELDS["quantity"].label
'Quantity'
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stockpile_client.core.phrases import phrase


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    QUANTITY = "quantity"
    FRACTION = "fraction"
    DATE = "date"
    DAYS = "days"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an inventory row; ``words`` are the headers that mean it, in order of no importance."""

    name: str
    label: str
    kind: Kind
    words: tuple[str, ...]


def _field(name: str, label: str, kind: Kind, words: str) -> Field:
    return Field(name, label, kind, (name.replace("_", " "), *(word.strip() for word in words.split("|"))))


INVENTORY_FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        _field(
            "lot_number",
            phrase("Lot number"),
            Kind.TEXT,
            "lot|lot no|lot id|batch|batch number|lotto|numero lotto|n lotto|partita|numéro de lot|numero de lot"
            "|n de lot|los|losnummer|charge|chargennummer|ロット|ロット番号|管理番号",
        ),
        _field(
            "material",
            phrase("Material"),
            Kind.TEXT,
            "material code|material name|mineral|commodity|element|materiale|materia prima|minerale"
            "|codice materiale|matière|matière première|minerai|code matière|rohstoff|werkstoff|stoff|鉱種|元素"
            "|品目|材料|物質|鉱種コード",
        ),
        _field(
            "form",
            phrase("Form"),
            Kind.TEXT,
            "form code|product|product form|grade name|description|forma|prodotto|forma commerciale|forme|produit"
            "|forme commerciale|produkt|handelsform|形態|製品|品名|形状|荷姿",
        ),
        _field(
            "quantity",
            phrase("Quantity"),
            Kind.QUANTITY,
            "qty|amount|stock|inventory|weight|net weight|tonnage|quantities|quantità|quantita|giacenza|scorta"
            "|peso|peso netto|quantité|quantite|poids|poids net|menge|bestand|gewicht|nettogewicht|数量|在庫"
            "|在庫量|重量|備蓄量",
        ),
        _field(
            "unit",
            phrase("Unit"),
            Kind.TEXT,
            "units|uom|unit of measure|unità|unita|unità di misura|u m|um|unité|unite|einheit|maßeinheit"
            "|masseinheit|単位",
        ),
        _field(
            "basis",
            phrase("Basis of the quantity"),
            Kind.TEXT,
            "quantity basis|content basis|base|base di calcolo|bezug|bezugsbasis|基準|計量基準",
        ),
        _field(
            "moisture",
            phrase("Moisture"),
            Kind.FRACTION,
            "moisture content|h2o|water|umidità|umidita|humidité|humidite|teneur en eau|feuchte|feuchtigkeit|水分"
            "|水分率|含水率",
        ),
        _field(
            "assay",
            phrase("Assay"),
            Kind.FRACTION,
            "grade|content|analysis|titolo|tenore|teneur|titre|gehalt|analyse|品位|含有率|分析値",
        ),
        _field(
            "assay_of",
            phrase("Assay of"),
            Kind.TEXT,
            "assay basis|grade of|titolo di|titolo riferito a|tenore di|teneur de|titre de|gehalt an|品位基準|品位対象",
        ),
        _field(
            "purity",
            phrase("Purity"),
            Kind.FRACTION,
            "purezza|pureté|purete|reinheit|純度",
        ),
        _field(
            "site",
            phrase("Site"),
            Kind.TEXT,
            "warehouse|depot|storage site|location|site name|sito|deposito|magazzino|entrepôt|entrepot|dépôt"
            "|lager|lagerort|standort|倉庫|保管場所|拠点|保管倉庫",
        ),
        _field(
            "town",
            phrase("Town"),
            Kind.TEXT,
            "city|place|città|citta|comune|località|ville|commune|stadt|ort|市町村|都市|市",
        ),
        _field(
            "region",
            phrase("Region"),
            Kind.TEXT,
            "province|state|prefecture|regione|provincia|région|bundesland|都道府県|地域|地方",
        ),
        _field(
            "country",
            phrase("Country"),
            Kind.TEXT,
            "country code|nation|paese|nazione|stato|pays|land|国|国名|国コード",
        ),
        _field(
            "holder_class",
            phrase("Holder class"),
            Kind.TEXT,
            "class of holder|ownership|owner class|classe detentore|tipo detentore|classe de détenteur"
            "|halterklasse|保有区分|保有者区分",
        ),
        _field(
            "holder",
            phrase("Holder"),
            Kind.TEXT,
            "owner|company|detentore|proprietario|società|détenteur|propriétaire|halter|eigentümer|保有者|所有者|会社",
        ),
        _field(
            "supplier",
            phrase("Supplier"),
            Kind.TEXT,
            "vendor|seller|supplied by|bought from|fornitore|venditore|fournisseur|vendeur|lieferant|verkäufer|供給者"
            "|仕入先|納入業者",
        ),
        _field(
            "purpose",
            phrase("Purpose"),
            Kind.TEXT,
            "intended use|stock purpose|scopo|finalità|finalita|destinazione d uso|finalité|affectation|zweck"
            "|verwendungszweck|目的|用途|備蓄目的",
        ),
        _field(
            "as_of",
            phrase("As of"),
            Kind.DATE,
            "as of date|date|situation at|situazione al|stock date|inventory date|reporting date|data|al"
            "|data inventario|data di riferimento|date d inventaire|au|stichtag|datum|基準日|時点|年月日|日付"
            "|在庫日",
        ),
        _field(
            "opening_date",
            phrase("Opened on"),
            Kind.DATE,
            "opened on|date received|received on|receipt date|data di ingresso|data di entrata|data di carico"
            "|date d entrée|date de réception|eingangsdatum|zugang am|受入日|入庫日|搬入日",
        ),
        _field(
            "rotate_by",
            phrase("Rotate by"),
            Kind.DATE,
            "rotation date|expiry|expiry date|best before|ruotare entro|rotazione entro|scadenza|data di scadenza"
            "|rotation avant|date de péremption|échéance|umschlag bis|ablaufdatum|haltbar bis|更新期限|使用期限"
            "|有効期限|入替期限",
        ),
        _field(
            "decision_days",
            phrase("Decision days"),
            Kind.DAYS,
            "days to decide|giorni di decisione|giorni decisione|jours de décision|entscheidungstage|決定日数"
            "|意思決定日数",
        ),
        _field(
            "preparation_days",
            phrase("Preparation days"),
            Kind.DAYS,
            "days to prepare|giorni di preparazione|giorni preparazione|jours de préparation|vorbereitungstage"
            "|準備日数",
        ),
        _field(
            "transport_days",
            phrase("Transport days"),
            Kind.DAYS,
            "days of transport|giorni di trasporto|giorni trasporto|jours de transport|transporttage|輸送日数",
        ),
        _field(
            "max_rate",
            phrase("Largest rate per day"),
            Kind.QUANTITY,
            "maximum rate|max rate per day|maximum rate per day|release rate|max release rate|rilascio massimo"
            "|rate per day|velocità massima|portata massima|débit maximal|höchstrate|höchstmenge pro tag"
            "|最大放出量|日量上限|最大出庫量",
        ),
        _field(
            "cross_border",
            phrase("May cross borders"),
            Kind.YES_NO,
            "crosses borders|may cross borders|exportable|transfrontaliero|oltre confine|transfrontalier"
            "|grenzüberschreitend|越境可|国外搬出可|国外搬出|越境",
        ),
        _field(
            "illustrative",
            phrase("Illustrative"),
            Kind.YES_NO,
            "made up|fictitious|sample data|illustrativo|fittizio|illustratif|fictif|beispielhaft|fiktiv|例示|架空",
        ),
        _field(
            "source",
            phrase("Source"),
            Kind.TEXT,
            "sources|origin of figure|fonte|fonti|quelle|quellen|出典|出所",
        ),
        _field(
            "note",
            phrase("Note"),
            Kind.TEXT,
            "notes|remark|remarks|comment|comments|verification|osservazioni|annotazioni|commenti|remarque"
            "|remarques|observations|bemerkung|bemerkungen|anmerkung|備考|摘要|注記",
        ),
    )
}
"""Every field, in the order in which tables are written."""

IGNORED_HEADERS = frozenset({"finding row", "finding severity", "finding", "finding hint"})
"""Columns that this program adds to a file of rejects; they are left out when the corrected file comes back."""
