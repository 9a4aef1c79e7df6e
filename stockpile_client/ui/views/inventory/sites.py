"""The sites: where lots lie; added, corrected, closed when empty, opened again."""

from __future__ import annotations

from collections.abc import Sequence

from stockpile_client.services.changes import Kind
from stockpile_client.services.context import Context
from stockpile_client.services.sites import SiteRow, close_site, list_sites, reopen_site
from stockpile_client.ui.dialogs.edit_site import EDIT
from stockpile_client.ui.dialogs.reason import ReasonDialog
from stockpile_client.ui.language import tr, tr_count
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.inventory.list_page import ListPage, action
from stockpile_client.ui.widgets.button import Look
from stockpile_client.ui.workspaces import Desk


class SitesPage(ListPage):
    """See the module."""

    KINDS = (Kind.SITES, Kind.LOTS, Kind.MOVEMENTS)
    SUBJECT = "site"

    def __init__(self, desk: Desk) -> None:
        self._edit = action(tr("Edit…"), self.edit_chosen)
        self._close = action(tr("Close the site…"), self._ask_to_close)
        self._reopen = action(tr("Open it again"), self._on_reopen)
        super().__init__(
            desk, _columns(desk), name=tr("Sites"), new=desk.actions.button("new_site", Look.PRIMARY),
            buttons=(self._edit, self._close, self._reopen),
        )  # fmt: skip

    def read(self, ctx: Context) -> Sequence[SiteRow]:
        return list_sites(ctx)

    def key_of(self, row: SiteRow) -> str:
        return row.site.id

    def count_words(self, rows: int) -> str:
        return tr_count("{n} site", "{n} sites", rows)

    def show_empty(self) -> None:
        self.states.show_empty(
            "inventory",
            tr("No site yet"),
            tr("A site is a place where lots lie. Importing a spreadsheet makes the sites that it names."),
            [self.desk.actions.button("new_site", Look.PRIMARY)],
        )

    def show_row(self, row: SiteRow) -> None:
        site = row.site
        closed = tr("Closed on {day}: takes in nothing", day=site.closed) if site.closed else ""
        facts = [
            (tr("Town"), site.town or "–"),
            (tr("Region"), site.region or "–"),
            (tr("Country"), site.country),
            (tr("Group of countries"), site.bloc or "–"),
            (tr("Lots there now"), self.desk.formats.integer(row.lots)),
            (tr("Lots there ever"), self.desk.formats.integer(row.lots_ever)),
        ]
        self.pane.show_record(site.name, (Status.INFO, closed) if closed else None, facts)
        self._close.setVisible(site.closed is None)
        self._close.setEnabled(not row.lots)
        self._close.setToolTip(
            tr("Only an empty site can be closed: move or release what is there") if row.lots else ""
        )
        self._reopen.setVisible(site.closed is not None)

    # what is done

    def edit_chosen(self) -> None:
        if self.chosen is not None:
            self.form_wanted.emit(f"{EDIT}{self._chosen}")

    def _ask_to_close(self) -> None:
        row: SiteRow | None = self.chosen
        if row is None:
            return
        dialog = ReasonDialog(
            tr("Close {name}", name=row.site.name),
            tr("The site stays in the books and takes in nothing until it is opened again."),
            tr("Close the site"),
            parent=self,
        )
        dialog.confirmed.connect(lambda: self._on_close(row, dialog))
        dialog.open()

    def _on_close(self, row: SiteRow, dialog: ReasonDialog) -> None:
        reason = dialog.reason
        dialog.set_busy(True)

        def closed(_change: object) -> None:
            dialog.set_busy(False)
            dialog.accept()

        self.desk.session.mutate(
            lambda ctx, _token: close_site(ctx, row.site.id, reason=reason), then=closed, failed=dialog.show_refusal,
            initiator=self,
        )  # fmt: skip

    def _on_reopen(self) -> None:
        row: SiteRow | None = self.chosen
        if row is None:
            return
        self.desk.session.mutate(
            lambda ctx, _token: reopen_site(ctx, row.site.id), then=lambda _change: None,
            failed=self.desk.messages.show_error, initiator=self,
        )  # fmt: skip


def _columns(desk: Desk) -> tuple[Column, ...]:
    formats = desk.formats
    return (
        Column("name", tr("Site"), lambda row: row.site.name, stretch=True, muted=_closed),
        Column("town", tr("Town"), lambda row: row.site.town or "–", sample="Grand Junction", muted=_closed),
        Column("country", tr("Country"), lambda row: row.site.country, characters=8, muted=_closed),
        Column("lots", tr("Lots"), lambda row: formats.integer(row.lots), numeric=True, characters=7,
               exact=lambda row: row.lots),
        Column("state", tr("State"), lambda row: tr("closed") if row.site.closed else tr("open"), characters=10,
               muted=_closed),
    )  # fmt: skip


def _closed(row: SiteRow) -> bool:
    return row.site.closed is not None
