"""Write a document as PDF: which one, about whom, under which marking; then where.

One place for everything that the program puts on paper, so that nobody has to know which view offers it. The dialog
reads partners and statements once; the choice of a file comes after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockpile_client.analysis.cover import Definition
from stockpile_client.core.partners import PartnerState
from stockpile_client.core.phrases import mark
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.context import Context
from stockpile_client.services.history import BundleRow, list_bundles
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.services.reports import (
    PrintedReport,
    print_disclosure_record,
    print_holdings,
    print_safety_number,
    print_statement,
)
from stockpile_client.services.reports_joint import DAY_MEANS, joint_marking, print_joint
from stockpile_client.storage.bundles import BundleState
from stockpile_client.storage.channels import Direction
from stockpile_client.ui import printing
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.language import tr, words
from stockpile_client.ui.printing import Print
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import ComboBox
from stockpile_client.ui.workspaces import Desk

HOLDINGS, JOINT, STATEMENT, RECORD, SAFETY = "holdings", "joint", "statement", "record", "safety"
DOCUMENTS: dict[str, str] = {
    HOLDINGS: mark("Holding list: every lot by material, with its sums"),
    STATEMENT: mark("Statement: one that was released or accepted"),
    JOINT: mark("Joint picture: what we and our partners hold together"),
    RECORD: mark("Disclosure record: all that a partner holds of ours"),
    SAFETY: mark("Safety-number sheet: to compare with a partner by phone"),
}
_MARKED = (HOLDINGS, JOINT)
_COMPARED = (PartnerState.IMPORTED, PartnerState.VERIFIED, PartnerState.CONFIRMED, PartnerState.SUSPENDED)
"""Partners with a card in force, whose digits can be compared."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What documents can be about; ``lowest``: what a joint picture is marked at least."""

    partners: tuple[PartnerRow, ...]
    statements: tuple[BundleRow, ...]
    lowest: str


def read_subjects(ctx: Context) -> Subjects:
    """Partners by name, statements the latest first."""
    stands = [row for row in list_bundles(ctx) if is_statement(row)]
    inside = joint_marking(ctx)
    return Subjects(tuple(list_partners(ctx)), tuple(stands), inside.code if inside else "")


def is_statement(row: BundleRow) -> bool:
    """Whether a bundle's statement stands: what a partner sent does once it was accepted, what we sent always."""
    refused = row.state in (BundleState.REJECTED, BundleState.EVIDENCE)
    return row.kind == "statement" and (row.direction is Direction.OUT or not refused)


class DocumentsDialog(DecisionDialog):
    """See the module."""

    def __init__(self, desk: Desk, subjects: Subjects, parent: QWidget | None = None, *, about: str = "") -> None:
        super().__init__(
            tr("Write a document"),
            tr("As PDF, in the language of the window, with its marking on every page."),
            tr("Choose where…"),
            parent,
        )
        self._desk = desk
        self._subjects = subjects
        self._about = about
        self.kind, self.subject, self.definition, self.marking = ComboBox(), ComboBox(), ComboBox(), ComboBox()
        self._subject_field = Field(self.tr("About"), self.subject)
        self._definition_field = Field(self.tr("Days of cover, by definition"), self.definition)
        self._marking_field = Field(
            self.tr("Marking"), self.marking, self.tr("Nobody gave our own figures a marking: it is yours to choose.")
        )
        for key, title in DOCUMENTS.items():
            self.kind.addItem(tr(title), key)
        for means, title in DAY_MEANS.items():
            self.definition.addItem(words(title), means)
        for widget in (
            Field(self.tr("Document"), self.kind), self._subject_field, self._definition_field, self._marking_field,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.kind.currentIndexChanged.connect(lambda _index: self._on_kind_chosen())
        self.confirmed.connect(self._on_confirmed)
        self._on_kind_chosen()
        self.kind.setFocus()

    def choose(self, key: str) -> None:
        """Offer that document first."""
        self.kind.setCurrentIndex(self.kind.findData(key))

    def _on_kind_chosen(self) -> None:
        key = self._key
        titles = self._titles(key)
        self.subject.clear()
        self.subject.addItems(titles)
        ids = [row.agency_id for row in self._partners(key)] if key != STATEMENT else []
        if self._about in ids:
            self.subject.setCurrentIndex(ids.index(self._about))
        self._subject_field.setVisible(key in (STATEMENT, RECORD, SAFETY))
        self._definition_field.setVisible(key == JOINT)
        self._marking_field.setVisible(key in _MARKED)
        self._fill_markings(key)
        lacking = self._subject_field.isVisibleTo(self) and not titles
        self.primary.setEnabled(not lacking)
        self._subject_field.show_problem(self._lacking(key) if lacking else "")
        self.fit()

    @property
    def _key(self) -> str:
        return str(self.kind.currentData())

    def _fill_markings(self, key: str) -> None:
        """Those that the document may have: a joint picture none below the statements inside."""
        scheme = self._desk.session.context.scheme
        least = self._subjects.lowest if key == JOINT else ""
        codes = [
            marking.code
            for marking in scheme.markings
            if not least or scheme.highest([marking.code, least]).code == marking.code
        ]
        self.marking.clear()
        self.marking.addItems(codes)
        self.marking.setCurrentIndex(codes.index(scheme.most_restrictive.code))

    def _titles(self, key: str) -> list[str]:
        if key == STATEMENT:
            return [self._statement_title(row) for row in self._subjects.statements]
        return [f"{row.short_name} – {row.name}" for row in self._partners(key)]

    def _partners(self, key: str) -> list[PartnerRow]:
        return [row for row in self._subjects.partners if key != SAFETY or row.state in _COMPARED]

    def _statement_title(self, row: BundleRow) -> str:
        names, day = ", ".join(row.partners), self._desk.formats.moment(row.recorded)
        if row.direction is Direction.OUT:
            return tr("number {n} to {names}, {moment}", n=str(row.seq), names=names, moment=day)
        return tr("number {n} from {names}, {moment}", n=str(row.seq), names=names, moment=day)

    def _lacking(self, key: str) -> str:
        return tr("No statement was released or accepted yet.") if key == STATEMENT else tr("There is no partner yet.")

    def _on_confirmed(self) -> None:
        stem, write = self._chosen()
        printing.choose_pdf(self.parentWidget() or self, self._desk, stem, write)
        self.accept()

    def _chosen(self) -> tuple[str, Print]:
        """The name of the file and what writes it."""
        key, index, marking = self._key, self.subject.currentIndex(), self.marking.currentText()
        definition = Definition(self.definition.currentData())
        partners = self._partners(key)

        def holdings(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_holdings(ctx, target, marking=marking, tongue=tongue)

        def joint(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_joint(ctx, target, definition=definition, marking=marking, tongue=tongue)

        def statement(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_statement(ctx, self._subjects.statements[index].digest, target, tongue=tongue)

        def record(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_disclosure_record(ctx, partners[index].agency_id, target, tongue=tongue)

        def safety(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_safety_number(ctx, partners[index].agency_id, target, tongue=tongue)

        offered: dict[str, tuple[Callable[[], str], Print]] = {
            HOLDINGS: (lambda: "holding-list", holdings),
            JOINT: (lambda: "joint-picture", joint),
            STATEMENT: (lambda: f"statement-{self._subjects.statements[index].seq}", statement),
            RECORD: (lambda: f"disclosure-record-{partners[index].short_name}", record),
            SAFETY: (lambda: f"safety-number-{partners[index].short_name}", safety),
        }
        stem, write = offered[key]
        return stem(), write


def show_documents(parent: QWidget, desk: Desk, key: str = HOLDINGS, about: str = "") -> None:
    """Read what documents can be about, and ask; ``about`` is the id of a partner that comes first."""

    def ask(subjects: Subjects) -> None:
        dialog = DocumentsDialog(desk, subjects, parent, about=about)
        dialog.choose(key)
        dialog.open()

    desk.session.read(lambda ctx, _token: read_subjects(ctx), then=ask, failed=desk.messages.show_error)
