"""The encumbrances: tickets, loans, pledges, earmarks and holds, what each is on, how long, and who counts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stockpile_client.core.quantities import MG_PER_TONNE
from stockpile_client.services.changes import Kind
from stockpile_client.services.claims import ClaimRow, ClaimState, claim_rows
from stockpile_client.services.context import Context
from stockpile_client.ui import stock_words
from stockpile_client.ui.dialogs.edit_claim import EDIT
from stockpile_client.ui.dialogs.end_claim import KEY as END
from stockpile_client.ui.formats import unit_for
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.inventory.list_page import ListPage, action
from stockpile_client.ui.widgets.button import Look
from stockpile_client.ui.workspaces import Desk


def state_words(state: ClaimState) -> str:
    """Where a claim stands, in words."""
    return {
        ClaimState.IN_FORCE: tr("in force"), ClaimState.TO_COME: tr("to come"), ClaimState.ENDED: tr("ended"),
    }[state]  # fmt: skip


class ClaimsPage(ListPage):
    """See the module."""

    KINDS = (Kind.ENCUMBRANCES, Kind.LOTS)
    SUBJECT = "claim"

    def __init__(self, desk: Desk) -> None:
        self._edit = action(tr("Edit…"), self.edit_chosen)
        self._end = action(tr("End the claim…"), self._ask_to_end)
        super().__init__(
            desk, _columns(desk), name=tr("Encumbrances"), new=desk.actions.button("new_claim", Look.PRIMARY),
            buttons=(self._edit, self._end),
        )  # fmt: skip

    def read(self, ctx: Context) -> Sequence[ClaimRow]:
        return claim_rows(ctx)

    def key_of(self, row: ClaimRow) -> str:
        return row.claim.id

    def count_words(self, rows: int) -> str:
        return tr_count("{n} claim", "{n} claims", rows)

    def show_empty(self) -> None:
        self.states.show_empty(
            "lock",
            tr("No claims"),
            tr("Tickets, loans, pledges, earmarks and holds stand here. They decide what of the stock is usable, and"
               " who counts it in a joint total."),
            [self.desk.actions.button("new_claim", Look.PRIMARY)],
        )  # fmt: skip

    def show_row(self, row: ClaimRow) -> None:
        claim, formats = row.claim, self.desk.formats
        status = Status.DONE if row.state is ClaimState.IN_FORCE else Status.INFO
        facts = [
            (tr("About"), tr("lot {number}", number=row.lot_number) if claim.lot else tr("metal held elsewhere")),
            (tr("Material"), stock_words.material(claim.material)),
            (tr("Content claimed"), stock_words.contained(formats, claim.contained, claim.material)),
            (tr("First day"), formats.day(claim.since)),
            (tr("Last day"), formats.day(claim.until) or tr("open-ended")),
            (tr("In joint totals"), stock_words.term("counted_by", claim.counted_by)),
            (tr("With whom"), claim.counterparty or "–"),
            (tr("Document"), claim.document or "–"),
        ]
        title = stock_words.term("encumbrance_kind", claim.kind)
        self.pane.show_record(title, (status, state_words(row.state)), facts)
        self._end.setVisible(row.state is not ClaimState.ENDED)

    # what is done

    def edit_chosen(self) -> None:
        if self.chosen is not None:
            self.form_wanted.emit(f"{EDIT}{self._chosen}")

    def _ask_to_end(self) -> None:
        if self.chosen is not None:
            self.form_wanted.emit(f"{END}{self._chosen}")


def _columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    kinds = [name for _code, name in stock_words.terms("encumbrance_kind")]
    return (
        Column("kind", tr("Kind"), lambda row: stock_words.term("encumbrance_kind", row.claim.kind),
               sample=max(kinds, key=len), muted=_ended),
        Column("lot", tr("Lot"), lambda row: row.lot_number or "–", sample="GRA-IT011", muted=_ended),
        Column("contained", tr("Content"), lambda row: formats.mass(row.claim.contained, unit_for(row.claim.contained)),
               numeric=True, unit=lambda row: unit_for(row.claim.contained), muted=_ended, exact_unit="t",
               exact=lambda row: stock_words.tonnes(row.claim.contained),
               sample=formats.mass(88_888 * MG_PER_TONNE)),
        Column("material", tr("Of"), lambda row: stock_words.symbol(row.claim.material), characters=5, muted=_ended),
        Column("counterparty", tr("With whom"), lambda row: row.claim.counterparty or "–", stretch=True, muted=_ended),
        Column("until", tr("Last day"), lambda row: formats.day(row.claim.until) or tr("open-ended"),
               exact=lambda row: row.claim.until,
               sample=formats.day(date(2028, 12, 28)), muted=_ended),
        Column("state", tr("State"), lambda row: state_words(row.state), characters=10, muted=_ended),
    )  # fmt: skip


def _ended(row: ClaimRow) -> bool:
    return row.state is ClaimState.ENDED
