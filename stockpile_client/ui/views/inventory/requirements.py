"""The requirements: consumption, net imports and targets by material, with every version that was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from stockpile_client.core.quantities import Band, Exact, Quantity, Rounded, bounds
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.services.changes import Kind
from stockpile_client.services.context import Context
from stockpile_client.services.edits import PastEdit
from stockpile_client.services.requirements import (
    end_requirement,
    list_requirements,
    requirement_history,
    requirement_id,
)
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.edit_requirement import EDIT
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.formats import Formats
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.views.inventory.list_page import ListPage, action
from stockpile_client.ui.widgets.button import Look
from stockpile_client.ui.workspaces import Desk


class RequirementsPage(ListPage):
    """See the module."""

    KINDS = (Kind.REQUIREMENTS,)
    SUBJECT = "requirement"

    def __init__(self, desk: Desk) -> None:
        self._edit = action(tr("New version…"), self.edit_chosen)
        self._end = action(tr("End it…"), self._ask_to_end)
        super().__init__(
            desk, _columns(desk), name=tr("Requirements"), new=desk.actions.button("new_requirement", Look.PRIMARY),
            buttons=(self._edit, self._end),
        )  # fmt: skip

    def read(self, ctx: Context) -> Sequence[Requirement]:
        return list_requirements(ctx)

    def key_of(self, row: Requirement) -> str:
        return requirement_id(row)

    def count_words(self, rows: int) -> str:
        return tr_count("{n} requirement", "{n} requirements", rows)

    def show_empty(self) -> None:
        self.states.show_empty(
            "table",
            tr("No requirements yet"),
            tr("Days of cover need a denominator: what is consumed or imported in a year, or a target. Each figure has"
               " its year and source."),
            [self.desk.actions.button("new_requirement", Look.PRIMARY)],
        )  # fmt: skip

    def show_row(self, row: Requirement) -> None:
        facts = [
            (tr("Kind"), stock_words.term("requirement_kind", row.kind)),
            (tr("Country"), row.country),
            (tr("Year"), str(row.year)),
            (tr("Figure"), figure_with_unit(self.desk.formats, row)),
            (tr("As printed"), row.printed),
            (tr("Mass of"), row.basis),
            (tr("Source"), row.source),
            (tr("Estimate"), tr("the source calls it an estimate") if row.estimated else ""),
            (tr("Illustrative"), tr("made up for demonstration") if row.illustrative else ""),
        ]
        self.pane.show_record(stock_words.material(row.material), None, facts)

    def history(self, ctx: Context, row: Requirement) -> Sequence[PastEdit]:
        """Every version with its figure, and what was done and why."""
        found = list(super().history(ctx, row))
        for version in requirement_history(ctx, row):
            figure = figure_with_unit(self.desk.formats, version.requirement)
            said = tr("ended") if version.ended else tr("version: {figure}", figure=figure)
            found.append(PastEdit(version.recorded, "", said, "", undone=False))
        return sorted(found, key=lambda past: past.at)

    # what is done

    def edit_chosen(self) -> None:
        if self.chosen is not None:
            self.form_wanted.emit(f"{EDIT}{self._chosen}")

    def _ask_to_end(self) -> None:
        row: Requirement | None = self.chosen
        if row is None:
            return
        dialog = ReasonDialog(
            tr("End the requirement for {material}", material=stock_words.material(row.material)),
            tr("It no longer counts from now on. Its versions stay in the books."),
            tr("End it"),
            parent=self,
        )
        dialog.confirmed.connect(lambda: self._on_end(row, dialog))
        dialog.open()

    def _on_end(self, row: Requirement, dialog: ReasonDialog) -> None:
        reason = dialog.reason
        dialog.set_busy(True)

        def ended(_change: object) -> None:
            dialog.set_busy(False)
            dialog.accept()

        self.desk.session.mutate(
            lambda ctx, _token: end_requirement(ctx, row, reason=reason), then=ended, failed=dialog.show_refusal,
            initiator=self,
        )  # fmt: skip


def figure_words(formats: Formats, row: Requirement) -> str:
    """The figure of a requirement, or why there is none."""
    if row.days is not None:
        return formats.integer(row.days)
    return formats.quantity(row.quantity)


def figure_with_unit(formats: Formats, row: Requirement) -> str:
    """The same with its unit."""
    return " ".join(part for part in (figure_words(formats, row), _unit(row)) if part)


def _unit(row: Requirement) -> str:
    if row.days is not None:
        return tr("days")
    if not _has_number(row.quantity):
        return ""
    return tr("t") if row.kind is RequirementKind.TARGET else tr("t a year")


def _figure_itself(row: Requirement) -> Decimal | int | None:
    """The number by which figures are ordered and exported: days, or tonnes from the lower end on."""
    if row.days is not None:
        return row.days
    interval = bounds(row.quantity) if _has_number(row.quantity) else None
    return None if interval is None else stock_words.tonnes(interval.low)


def _has_number(quantity: Quantity) -> bool:
    return isinstance(quantity, Exact | Rounded | Band)


def _columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    kinds = [name for _code, name in stock_words.terms("requirement_kind")]
    return (
        Column("material", tr("Material"), lambda row: stock_words.material(row.material),
               sample=stock_words.material("GRA")),
        Column("kind", tr("Kind"), lambda row: stock_words.term("requirement_kind", row.kind),
               sample=max(kinds, key=len)),
        Column("country", tr("Country"), lambda row: row.country, characters=7),
        Column("year", tr("Year"), lambda row: str(row.year), sample="2026"),
        Column("figure", tr("Figure"), lambda row: figure_words(formats, row), numeric=True,
               sample=tr("not applicable"),
               exact=_figure_itself,
               muted=lambda row: row.days is None and not _has_number(row.quantity)),
        Column("unit", tr("Unit"), _unit, characters=8),
        Column("source", tr("Source"), lambda row: row.source, stretch=True),
    )  # fmt: skip
