"""The program: versions, licences, and the self-test of the cryptography."""

from __future__ import annotations

from stockpile_client.services.self_test import Check, run_self_test
from stockpile_client.services.versions import Component, components
from stockpile_client.ui import theme
from stockpile_client.ui.language import tr, tr_count, words
from stockpile_client.ui.models.list_model import ListModel
from stockpile_client.ui.models.window_model import Column
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.settings.section import Section, SettingsPage
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.table import Table
from stockpile_client.ui.workspaces import Desk


class ProgramPage(SettingsPage):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.run = Button(tr("Test now"), icon="audit")
        self.outcome = NoticePanel()
        self.checks = ListModel(_check_columns())
        self.checks_table = Table(self.checks, tr("Checks of the cryptography"))
        self.components = ListModel(_component_columns())
        self.components_table = Table(self.components, tr("Versions and licences"))
        super().__init__((self._test(), self._versions()))
        self.checks_table.setVisible(False)
        self.run.clicked.connect(self.test)

    def _test(self) -> Section:
        section = Section(
            tr("Self-test of the cryptography"),
            tr("Every primitive is compared with a published result, and has to refuse a changed one. It runs at each"
               " start, before the first key is touched."),
            (self.run,),
        )  # fmt: skip
        section.body.addWidget(self.outcome)
        section.body.addWidget(self.checks_table)
        return section

    def _versions(self) -> Section:
        section = Section(tr("Versions and licences"))
        section.body.addWidget(self.components_table)
        words = tr(
            "Markings such as TLP are sharing rules and not classifications, and the encryption of this program is not"
            " an accreditation: your agency's rules decide what may be kept here."
        )
        section.body.addWidget(PlainLabel(words, muted=True, wrap=True))
        return section

    def refresh(self) -> None:
        if not self.components.rowCount():
            self._desk.session.read(
                lambda _ctx, _token: components(), then=self._on_components, failed=self._desk.messages.show_error
            )

    def _on_components(self, found: tuple[Component, ...]) -> None:
        self.components.set_rows(found)
        _fit(self.components_table)

    def test(self) -> None:
        """Run the self-test and show each check."""
        self.run.setEnabled(False)
        self._desk.session.read(
            lambda _ctx, _token: run_self_test(),
            then=self._on_tested,
            failed=self._desk.messages.show_error,
            title=tr("Testing the cryptography"),
        )

    def _on_tested(self, checks: tuple[Check, ...]) -> None:
        self.run.setEnabled(True)
        self.checks.set_rows(checks)
        self.checks_table.setVisible(True)
        _fit(self.checks_table)
        failed = [check.name for check in checks if not check.passed]
        if failed:
            self.outcome.say(
                tr("These give wrong results: {names}", names=", ".join(failed)),
                [tr("Do not use this installation. Install the program again from a copy that you have verified.")],
                status=Status.DANGER,
            )
        else:
            self.outcome.say(tr_count("{n} check passed", "All {n} checks passed", len(checks)), status=Status.DONE)


def _fit(table: Table) -> None:
    rows = table.rows_model.rowCount()
    table.setFixedHeight((rows + 1) * theme.row_height() + theme.space(theme.SMALL + 1))


def _check_columns() -> tuple[Column, ...]:
    return (
        Column("name", tr("Primitive"), lambda check: check.name, characters=26),
        Column("passed", tr("Outcome"), lambda check: tr("passed") if check.passed else tr("failed"), characters=14,
               status=lambda check: Status.DONE if check.passed else Status.DANGER),
        Column("source", tr("Known answer from"), lambda check: tr(check.source), characters=40, stretch=True),
    )  # fmt: skip


def _component_columns() -> tuple[Column, ...]:
    return (
        Column("name", tr("Part"), lambda part: part.name, characters=26),
        Column("version", tr("Version"), lambda part: part.version, characters=14),
        Column("licence", tr("Licence"), lambda part: words(part.licence), characters=40, stretch=True),
    )
