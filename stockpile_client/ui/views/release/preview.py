"""What would leave, live: own value beside what the partner will see, the rule in words, what is new since then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.catalogue import Catalogue
from stockpile_client.core.errors import StockpileError
from stockpile_client.core.quantities import Quantity
from stockpile_client.core.statements import ChangeKind, PositionKey
from stockpile_client.disclosure.preview import PreviewLine, Rule
from stockpile_client.reports.saying import Tongue
from stockpile_client.services.context import Context
from stockpile_client.services.release import ReleasePlan
from stockpile_client.services.reports import PrintedReport, print_plan
from stockpile_client.ui import exchange_words, printing, theme
from stockpile_client.ui.formats import Formats, unit_for
from stockpile_client.ui.language import current, tr, tr_count, words
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.position_columns import quantity_column
from stockpile_client.ui.views.release.findings import Findings
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel, plain_tip
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_LEAST_ROWS = 2  # the header and one more


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One value: our own in mg (``None``: no longer stated), what leaves, the rule, and how it differs from last time.

    ``change`` is ``None`` where nothing was ever sent to this audience; ``chain`` tells every rule's part.
    """

    key: PositionKey
    own: int | None
    quantity: Quantity | None
    rule: str
    change: ChangeKind | None
    chain: str = ""


def preview_rows(plan: ReleasePlan) -> list[PreviewRow]:
    """The lines of a plan, then what the partner was told before and will not find again."""
    differs = {change.key: change for change in plan.changes}
    rows = []
    for line in plan.preview.lines:
        change = differs.get(line.position.key)
        kind = change.kind if change else ChangeKind.SAME
        told = kind if plan.previous else None
        rows.append(
            PreviewRow(line.position.key, line.own, line.position.quantity, rule_words(line), told, line.chain_words)
        )
    rows += [
        PreviewRow(change.key, None, None, tr("no longer stated"), change.kind)
        for change in plan.changes
        if change.kind is ChangeKind.GONE
    ]
    return rows


def rule_words(line: PreviewLine) -> str:
    """The rule that a value met last; the reason of a withheld one stands beside it, as the partner will read it."""
    match line.rule:
        case Rule.WITHHELD:
            return tr("withheld")
        case Rule.SUPPRESSED:
            return tr("too few behind it")
        case Rule.COMPLEMENTED:
            return tr("would give another away")
        case Rule.NIL:
            return tr("we hold none")
        case Rule.AS_IT_IS:
            return tr("as it is")
        case _:
            return line.words


class ReleasePreview(QWidget):
    """See the module."""

    release_chosen = Signal()
    put_forward_chosen = Signal()
    audit_chosen = Signal()
    partner_chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.findings = Findings()
        self.model = ListModel(preview_columns(desk.session.context.catalogue, desk.formats), parent=self)
        self.table = Table(self.model, self.tr("What would leave"))
        self.table.setMinimumHeight(_LEAST_ROWS * theme.row_height())
        self.states = StateStack(self.table)
        self.chain = PlainLabel(size=Size.SMALL, muted=True, elide=True)
        self.summary = PlainLabel(wrap=True)
        self.see = Button(self.tr("As a partner sees it"), icon="eye")
        self.audit = Button(self.tr("What could be worked out"), icon="audit")
        self.paper = Button(icon="print")
        self._plan: ReleasePlan | None = None
        self.put_forward = Button(self.tr("Put forward…"), icon="forward")
        self.put_forward_first = Button(self.tr("Put forward…"), icon="forward", look=Look.PRIMARY)
        self.release = Button(self.tr("Release…"), icon="release", look=Look.PRIMARY)
        self.paper.setAccessibleName(self.tr("Write what would leave as PDF"))
        self.paper.setToolTip(plain_tip(self.tr("Write what would leave as PDF")))
        self._build()
        self.table.selectionModel().selectionChanged.connect(lambda *_parts: self._on_selection_changed())
        self.audit.clicked.connect(self.audit_chosen)
        self.see.clicked.connect(self.partner_chosen)
        self.paper.clicked.connect(self.choose_pdf)
        for button in (self.put_forward, self.put_forward_first):
            button.clicked.connect(self.put_forward_chosen)
        self.release.clicked.connect(self.release_chosen)
        self.put_forward_first.setVisible(False)
        self.show_nothing()

    def _build(self) -> None:
        frame = Panel()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.states, 1)
        side = theme.space(theme.SMALL)
        told = QHBoxLayout()
        told.setContentsMargins(side, theme.space(theme.TIGHT), side, theme.space(theme.TIGHT))
        told.addWidget(self.chain)
        inside.addLayout(told)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(PlainLabel(self.tr("What would leave"), strong=True, elide=True), 1)
        head.addWidget(self.see)
        head.addWidget(self.audit)
        head.addWidget(self.paper)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(theme.SMALL))
        foot.addWidget(self.summary, 1)
        for button in (self.put_forward, self.put_forward_first, self.release):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self.findings)
        column.addWidget(frame, 1)
        column.addLayout(foot)

    def show_nothing(self) -> None:
        """Nothing is said yet."""
        self.findings.say((), ())
        self._offer(None)
        self.summary.setText("")
        self.states.show_empty(
            "disclosure",
            self.tr("Nothing would leave"),
            self.tr(
                "Choose a partner and say something about a material. Here you then see every value that would leave,"
                " beside our own, before anything is written."
            ),
        )

    def show_pending(self) -> None:
        """The form changed: what is shown no longer holds."""
        self._offer(None)

    def show_plan(self, plan: ReleasePlan) -> None:
        """Show what would leave."""
        rows = preview_rows(plan)
        self.findings.say(plan.errors, plan.warnings)
        self.model.set_rows(rows)
        if rows:
            self.states.show_content()
            self.table.selectRow(0)
        else:
            self.states.show_empty(
                "disclosure",
                self.tr("No figures would leave"),
                self.tr("The statement would only say what is nil, withheld or not compiled."),
            )
        self.summary.setText(self._summary(plan, rows))
        self._offer(plan)

    def _offer(self, plan: ReleasePlan | None) -> None:
        """What can be done with the plan; where two people are needed, putting it forward is the way."""
        ready = plan is not None and not plan.errors
        to_look_at = plan is not None and bool(plan.audience and plan.preview.lines)
        if plan is not None:
            for button, wanted in ((self.release, False), (self.put_forward, False), (self.put_forward_first, True)):
                button.setVisible(plan.profile.four_eyes is wanted)
        for button in (self.release, self.put_forward, self.put_forward_first):
            button.setEnabled(ready)
        for button in (self.see, self.audit, self.paper):
            button.setEnabled(to_look_at)
        self._plan = plan

    def choose_pdf(self) -> None:
        """Ask where to write the statement as it would be released; every page says that it was not."""
        plan = self._plan
        if plan is None:
            return

        def write(ctx: Context, target: Path, tongue: Tongue) -> PrintedReport:
            return print_plan(ctx, plan, target, tongue=tongue)

        printing.choose_pdf(self, self._desk, "statement-preview", write)

    def show_error(self, error: StockpileError) -> None:
        """The form cannot be previewed: say why."""
        self.findings.say((), ())
        self._offer(None)
        self.summary.setText("")
        self.states.show_error(error)

    def _on_selection_changed(self) -> None:
        ranges = self.table.selected_ranges()
        row = self.model.row(ranges[0][0]) if ranges else None
        self.chain.setText(tr("How: {chain}", chain=words(row.chain)) if row and row.chain else "")

    def _summary(self, plan: ReleasePlan, rows: Sequence[PreviewRow]) -> str:
        leaving = sum(row.quantity is not None for row in rows)
        names = ", ".join(partner.short_name for partner in plan.audience) or tr("nobody")
        what = tr_count(
            "{n} value to {names} · {marking}", "{n} values to {names} · {marking}", leaving,
            names=names, marking=plan.marking.code,
        )  # fmt: skip
        if plan.previous is None:
            return tr("{what} · the first statement to them", what=what)
        changed = sum(row.change is not ChangeKind.SAME for row in rows)
        return tr_count(
            "{what} · {n} differs from the statement of {day}", "{what} · {n} differ from the statement of {day}",
            changed, what=what, day=self._desk.formats.day(plan.previous.header.as_of),
        )  # fmt: skip


def preview_columns(catalogue: Catalogue, formats: Formats) -> tuple[Column, ...]:
    """How :class:`PreviewRow` reads across a table."""

    def about(row: PreviewRow) -> str:
        found = catalogue.materials.get(row.key.material)
        name = found.name(current()) if found else row.key.material
        return tr("{material} · {form}", material=name, form=exchange_words.form_group(row.key))

    def own(row: PreviewRow) -> str:
        if row.own is None:
            return "–"
        return formats.mass(row.own, unit_for(row.own)) if row.own else tr("nil")

    def own_unit(row: PreviewRow) -> str:
        return unit_for(row.own) if row.own else ""

    def change_words(row: PreviewRow) -> str:
        return tr("first time") if row.change is None else exchange_words.change(row.change)[1]

    def change_status(row: PreviewRow) -> Status | None:
        return None if row.change in (None, ChangeKind.SAME) else exchange_words.change(row.change)[0]

    return (
        Column("about", tr("Material and form"), about, characters=24),
        Column("at", tr("Where"), lambda row: exchange_words.place(row.key.at), characters=6),
        Column("measure", tr("Measure"), lambda row: exchange_words.measure_in_short(row.key.measure), characters=10),
        Column("own", tr("Our value"), own, numeric=True, muted=lambda _row: True, characters=14,
               unit=own_unit, tip=tr("Stays here")),
        quantity_column(formats, "leaves", tr("What leaves"), lambda row: row.quantity, characters=23),
        Column("rule", tr("Rule"), lambda row: row.rule, characters=16),
        Column("change", tr("Since last"), change_words, status=change_status,
               muted=lambda row: row.change in (None, ChangeKind.SAME), characters=13),
    )  # fmt: skip
