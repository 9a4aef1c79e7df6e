"""The first backup of a new profile: keys that exist once are keys that can be lost."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockpile_client.services.backup_rule import BackupRule
from stockpile_client.ui import theme
from stockpile_client.ui.views.start.wizard import Step
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.inputs import CheckBox
from stockpile_client.ui.widgets.plain_label import PlainLabel


class FirstBackupStep(Step):
    """What was made, and whether to back it up now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.tr("The profile is ready")
        self.action = self.tr("Open the profile")
        self.final = True
        self.facts = Facts()
        self._words = PlainLabel(wrap=True)
        self.now = CheckBox(self.tr("Back up now"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.MEDIUM))
        column.addWidget(self.facts)
        column.addWidget(self._words)
        column.addWidget(self.now)

    def show_made(self, facts: list[tuple[str, str]], rule: BackupRule) -> None:
        """Show what was made; ``rule`` says whether there is a place for a backup."""
        self.facts.show_facts(facts)
        self.now.setVisible(bool(rule.place))
        self.now.setChecked(bool(rule.place))
        self._words.setText(
            self.tr("The keys of your agency exist once so far, on this machine. A backup takes a moment.")
            if rule.place
            else self.tr(
                "The keys of your agency exist once so far, on this machine. Back up soon: File, Back up now. The next"
                " step is to import your inventory, or a partner's card."
            )
        )

    def entered(self) -> None:
        if self.now.isVisible():
            self.now.setFocus()
