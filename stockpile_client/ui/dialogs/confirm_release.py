"""The last look before a statement leaves: to whom, how much, under which marking; then the folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockpile_client.services.release import ReleasePlan
from stockpile_client.ui import exchange_words, files
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.release.findings import finding_lines
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class ConfirmReleaseDialog(DecisionDialog):
    """See the module."""

    folder_chosen = Signal(Path)

    def __init__(self, desk: Desk, plan: ReleasePlan, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Release to {names}").format(names=", ".join(one.short_name for one in plan.audience)),
            self.tr(
                "What has left cannot be called back: a withdrawal tells the partner, and erases nothing there."
            ),
            self.tr("Choose a folder and release…"),
            parent,
        )  # fmt: skip
        self.facts = Facts()
        self.warnings = NoticePanel(Status.CAUTION)
        catalogue, formats = desk.session.context.catalogue, desk.formats
        header = plan.header
        self.facts.show_facts(
            [
                (self.tr("To"), "\n".join(one.name for one in plan.audience)),
                (self.tr("Statement"), header.title),
                (self.tr("As of"), formats.day(header.as_of)),
                (self.tr("Marking"), exchange_words.marking(plan.marking)),
                (self.tr("Onward"), exchange_words.onward(plan.profile.onward)),
                (self.tr("Values"), formats.integer(len(plan.preview.lines))),
                (self.tr("Requirements"), formats.integer(len(plan.requirements)) if plan.requirements else ""),
                (self.tr("Withheld"), exchange_words.materials(catalogue, header.withheld) if header.withheld else ""),
                (self.tr("Nil"), exchange_words.materials(catalogue, header.nil) if header.nil else ""),
                (self.tr("Not compiled"),
                 exchange_words.materials(catalogue, header.not_compiled) if header.not_compiled else ""),
                (self.tr("Stays here"),
                 exchange_words.materials(catalogue, plan.preview.out_of_scope) if plan.preview.out_of_scope else ""),
            ]
        )  # fmt: skip
        self.warnings.say(self.tr("Good to know") if plan.warnings else "", finding_lines(plan.warnings))
        self.body.addWidget(self.facts)
        self.body.addWidget(self.warnings)
        self.confirmed.connect(self._on_confirmed)

    def _on_confirmed(self) -> None:
        files.choose_folder(self, self.tr("Where to write the bundle"), self.folder_chosen.emit)
