"""Markings: the scheme in force, the agency's own caveats by way of a file, and where the figures come from."""

from __future__ import annotations

from pathlib import Path

from stockpile_client.core.markings import Marking
from stockpile_client.services.marking_schemes import use_scheme, write_scheme
from stockpile_client.ui import exchange_words, files, theme
from stockpile_client.ui.language import tr
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.settings.section import Section, SettingsPage
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk

_MOST_ROWS = 12


class MarkingsPage(SettingsPage):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.facts = Facts()
        self.model = ListModel(
            (
                Column("code", tr("Marking"), lambda one: one.code, characters=22),
                Column("meaning", tr("Meaning"), exchange_words.marking_meaning, characters=60, stretch=True),
            )
        )
        self.table = Table(self.model, tr("Markings, the least restrictive first"))
        self.write = Button(tr("Write as a file…"), icon="export")
        self.read = Button(tr("Use another scheme…"), icon="import")
        self.usual = Button(tr("Use TLP 2.0 again"))
        self.data = Facts()
        super().__init__((self._scheme(), self._reference()))
        self.write.clicked.connect(self._on_write)
        self.read.clicked.connect(self._on_read)
        self.usual.clicked.connect(lambda: self.take(None))

    def _scheme(self) -> Section:
        section = Section(
            tr("Markings"),
            tr("A scheme lists labels from the least to the most restrictive, with meaning and colours. To add caveats"
               " of your own, write it as a file, add them, and use that file. A label that partners do not know counts"
               " as the most restrictive at their place."),
            (self.write, self.read, self.usual),
        )  # fmt: skip
        section.body.addWidget(self.facts)
        section.body.addWidget(self.table)
        return section

    def _reference(self) -> Section:
        section = Section(tr("Reference data"), tr("What came with the program, and is the same at every partner's."))
        section.body.addWidget(self.data)
        return section

    def refresh(self) -> None:
        context = self._desk.session.context
        scheme, catalogue = context.scheme, context.catalogue
        self.facts.show_facts([(tr("Scheme"), f"{scheme.name} {scheme.version}"), (tr("Source"), scheme.source)])
        rows: tuple[Marking, ...] = scheme.markings
        self.model.set_rows(rows)
        self.table.setFixedHeight((min(len(rows), _MOST_ROWS) + 1) * theme.row_height() + theme.space(theme.TIGHT))
        self.data.show_facts(
            [
                (tr("Materials"), self._desk.formats.integer(len(catalogue.materials))),
                (tr("Traded forms"), self._desk.formats.integer(len(catalogue.forms))),
                (tr("Units"), self._desk.formats.integer(len(catalogue.units))),
            ]
        )

    def _on_write(self) -> None:
        files.choose_to_save(
            self, tr("Write the markings"), [tr("Marking scheme (*.json)")], self.write_to,
            name="markings.json", suffix="json",
        )  # fmt: skip

    def write_to(self, target: Path) -> None:
        """Write the scheme in force."""
        self._desk.session.read(
            lambda ctx, _token: write_scheme(ctx, target),
            then=lambda path: self._desk.messages.show_message(Status.DONE, tr("Wrote {name}.", name=path.name)),
            failed=self._desk.messages.show_error,
        )

    def _on_read(self) -> None:
        files.choose_to_open(self, tr("Use another scheme"), [tr("Marking scheme (*.json)")], self.take)

    def take(self, path: Path | None) -> None:
        """Put the scheme of a file in force; ``None``: TLP 2.0."""
        self._desk.session.mutate(
            lambda ctx, _token: use_scheme(ctx, path),
            then=lambda change: self._desk.messages.show_message(
                Status.INFO, change.summary, tr("Views that are open show it when they are read again.")
            ),
            failed=self._desk.messages.show_error,
            initiator=self,
        )
