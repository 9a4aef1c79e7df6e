"""A profile as names and values: what stands beside the fields, and what changed between two versions of it.

The order is that of the rules, which never changes: who, what, then left out, coarsened, added up, withheld, protected,
protected as well, rounded, delayed.

>>> differences(old, new, words)  # doctest: +SKIP
[Difference(label='Figures', before='to 500 t', after='to 50 t')]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.phrases import mark
from stockpile_client.core.statements import PositionKey
from stockpile_client.disclosure.profile import Profile
from stockpile_client.disclosure.rules.coarsen import DateStep, FormDetail, PurityDetail
from stockpile_client.disclosure.rules.exclude import Exclusion
from stockpile_client.disclosure.rules.primary import Protection
from stockpile_client.disclosure.rules.secondary import CellMark
from stockpile_client.services.catalogue import load_terms
from stockpile_client.ui import exchange_words, language
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.views.disclosure.masses import (
    edges_text,
    mass_text,
    own_bases_text,
    own_edges_text,
    steps_text,
)

FORMS = {
    FormDetail.FORM: mark("The form itself"),
    FormDetail.GROUP: mark("Group of forms"),
    FormDetail.ALL: mark("All forms together"),
}
DATES = {
    DateStep.DAY: mark("Any day"),
    DateStep.MONTH: mark("Ends of months"),
    DateStep.QUARTER: mark("Ends of quarters"),
}
PURITY = {PurityDetail.NONE: mark("Not said"), PurityDetail.CLASS: mark("Class, in the note")}
EXCLUDED = {
    "sites": mark("Sites"),
    "lots": mark("Lots"),
    "holders": mark("Holders"),
    "suppliers": mark("Suppliers"),
    "purposes": mark("Purposes"),
}


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """What names the codes of a profile: ``partners`` short names by agency id, ``agreements`` names by id."""

    catalogue: Catalogue
    formats: Formats
    partners: Mapping[str, str]
    agreements: Mapping[str, str]

    def audience(self, profile: Profile) -> str:
        """For whom a profile is; nobody is said as such."""
        if profile.group:
            return tr("Group {name}", name=profile.group)
        if profile.agreement:
            name = self.agreements.get(profile.agreement, profile.agreement)
            return tr("Agreement {name}", name=name)
        names = sorted(self.partners.get(agency, agency) for agency in profile.audience)
        return ", ".join(names) or tr("nobody")

    def facts(self, profile: Profile) -> list[tuple[str, str]]:
        """Every setting as (name, value) in the order of the rules; an empty value is a rule that does nothing."""
        formats = self.formats
        withheld = (
            f"{exchange_words.material(self.catalogue, code)}: {exchange_words.reason(reason)}"
            for code, reason in sorted(profile.withhold.items())
        )
        measures = (exchange_words.measure(measure.value) for measure in profile.measures)
        further = (mark_text(self.catalogue, formats, cell) for cell in profile.further_cells)
        kept = [tr("places")] * profile.places + [tr("classes of holder")] * profile.holders
        return [
            (tr("For"), self.audience(profile)),
            (tr("Materials"), ", ".join(profile.scope)),
            (tr("Left out"), exclusion_text(profile.exclude)),
            (tr("Places"), level_text(profile.level.value)),
            (tr("Forms"), tr(FORMS[profile.forms])),
            (tr("Days"), tr(DATES[profile.dates])),
            (tr("Purity"), tr(PURITY[profile.purity])),
            (tr("Kept apart"), ", ".join(kept)),
            (tr("Withheld"), "\n".join(withheld)),
            (tr("Protection of companies"), protection_text(profile.protection)),
            (tr("Withheld to protect others"), "\n".join(further)),
            (tr("Figures"), rounding_text(formats, profile)),
            (tr("Own base of a material"), own_bases_text(formats, profile.bases)),
            (tr("Own bands of a material"), own_edges_text(formats, profile.edges_of)),
            (tr("Delay"), formats.days(profile.delay_days) if profile.delay_days else ""),
            (tr("Measures"), ", ".join(measures)),
            (tr("How soon, how fast"), tr("leaves") if profile.availability else ""),
            (tr("Requirements"), tr("leave") if profile.requirements else ""),
            (tr("Marking"), profile.marking),
            (tr("Onward sharing"), exchange_words.onward(profile.onward)),
            (tr("Approval"), tr("by two people") if profile.four_eyes else ""),
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that two versions do not share; an empty side is a rule that does nothing there."""

    label: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """In one line."""
        nothing = "–"
        return tr(
            "{label}: {before} → {after}",
            label=self.label, before=self.before or nothing, after=self.after or nothing,
        )  # fmt: skip


def differences(before: Profile, after: Profile, words: ProfileWords) -> list[Difference]:
    """What changed from one version to another, in the order of the rules."""
    both = zip(words.facts(before), words.facts(after), strict=True)
    return [Difference(label, old, new) for (label, old), (_, new) in both if old != new]


def level_text(level: str) -> str:
    """A level of places in words."""
    return load_terms().name("level", level, language.current())


def exclusion_text(exclude: Exclusion) -> str:
    """What is left out, kind by kind."""
    lines = []
    for name, label in EXCLUDED.items():
        named = getattr(exclude, name)
        if named:
            lines.append(tr("{kind}: {names}", kind=tr(label), names="; ".join(named)))
    return "\n".join(lines)


def protection_text(protection: Protection) -> str:
    """The measures that are on."""
    parts = []
    if protection.min_holders:
        least = protection.min_holders
        parts.append(tr_count("fewer than {n} holder", "fewer than {n} holders", least))
    if protection.dominance:
        parts.append(
            tr("the largest {n} above {percent} %", n=protection.largest, percent=protection.dominance)
        )  # fmt: skip
    if protection.p_percent:
        parts.append(tr("an estimate within {percent} %", percent=protection.p_percent))
    return "; ".join(parts)


def rounding_text(formats: Formats, profile: Profile) -> str:
    """How figures are told, where a material has nothing for itself."""
    if profile.edges:
        return tr("Bands: {edges}", edges=edges_text(formats, profile.edges))
    if profile.steps:
        return tr("By size: {steps}", steps=steps_text(formats, profile.steps))
    if profile.rounding:
        return tr("Rounded to {base}", base=mass_text(formats, profile.rounding))
    return tr("Exact")


def cell_text(catalogue: Catalogue, cell: CellMark) -> str:
    """A cell that is withheld, or rounded more coarsely, to protect another."""
    key = PositionKey(cell.material, cell.group, cell.form, cell.at, cell.holder, "")
    return exchange_words.position(catalogue, key)


def mark_text(catalogue: Catalogue, formats: Formats, cell: CellMark) -> str:
    """Such a cell, and what becomes of it."""
    about = cell_text(catalogue, cell)
    if cell.base:
        return tr("{cell}: rounded to {base}", cell=about, base=mass_text(formats, cell.base))
    return tr("{cell}: withheld, {reason}", cell=about, reason=exchange_words.reason(cell.reason.value))
