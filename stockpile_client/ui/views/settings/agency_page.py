"""Our agency: who we are to partners, renewing keys and taking them back, the recovery key, the passphrase."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from stockpile_client.services.own_agency import OwnStanding, own_standing, set_contact
from stockpile_client.ui import files, theme
from stockpile_client.ui.dialogs.key_changes import RenewKeysDialog, TakeKeysBackDialog, write_missing_notices
from stockpile_client.ui.dialogs.passphrase import ChangePassphraseDialog
from stockpile_client.ui.dialogs.recovery_key import RecoveryKeyDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.settings.second_people import SecondPeopleSection
from stockpile_client.ui.views.settings.section import Section, SettingsPage
from stockpile_client.ui.widgets.button import Button
from stockpile_client.ui.widgets.facts import Facts
from stockpile_client.ui.widgets.field import Field
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.workspaces import Desk


class AgencyPage(SettingsPage):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.facts = Facts()
        self.contact = LineEdit()
        self.save_contact = Button(tr("Save"))
        self.notice = NoticePanel(Status.CAUTION)
        self.key_facts = Facts()
        self.renew = Button(tr("Renew the keys…"))
        self.missing = Button(tr("Write the missing notices…"))
        self.take_back = Button(tr("Take the keys back…"))
        self.recovery = Button(tr("Check or print the sheet…"), icon="print")
        self.passphrase = Button(tr("Change the passphrase…"), icon="lock")
        self.second_people = SecondPeopleSection(desk)
        super().__init__((self._who(), self._keys(), self.second_people, self._recovery(), self._passphrase()))
        self._connect()

    def _who(self) -> Section:
        section = Section(tr("Our agency"), tr("The name stands on our card; it changes together with the keys."))
        section.body.addWidget(self.facts)
        contact = Field(
            tr("Contact"), self.contact,
            tr("Whom partners call to compare numbers. A note for your own papers: it does not leave this profile."),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(theme.space(theme.SMALL))
        row.addWidget(self.save_contact)
        row.addStretch(1)
        section.body.addWidget(contact)
        section.body.addLayout(row)
        return section

    def _keys(self) -> Section:
        section = Section(
            tr("Keys"),
            tr("They sign what we send and open what we receive. Renew them before the card expires, and when somebody"
               " leaves who knew the passphrase."),
            (self.renew, self.missing, self.take_back),
        )  # fmt: skip
        section.body.addWidget(self.notice)
        section.body.addWidget(self.key_facts)
        return section

    def _recovery(self) -> Section:
        return Section(
            tr("Recovery key"),
            tr("It was shown once when the profile was made and is kept nowhere. Whoever has the sheet can check here"
               " that it is the right one, and print it again from what it says."),
            (self.recovery,),
        )  # fmt: skip

    def _passphrase(self) -> Section:
        return Section(
            tr("Passphrase"),
            tr("Nobody can reset it. Backups open with the passphrase that was in force when they were made."),
            (self.passphrase,),
        )

    def _connect(self) -> None:
        self.save_contact.clicked.connect(self._on_save_contact)
        self.contact.returnPressed.connect(self._on_save_contact)
        self.renew.clicked.connect(lambda: RenewKeysDialog(self._desk, self).open())
        self.take_back.clicked.connect(lambda: TakeKeysBackDialog(self._desk, self).open())
        self.missing.clicked.connect(self._on_missing)
        self.recovery.clicked.connect(lambda: RecoveryKeyDialog(self._desk, self).open())
        self.passphrase.clicked.connect(lambda: ChangePassphraseDialog(self._desk, self).open())

    def refresh(self) -> None:
        self.second_people.refresh()
        self._desk.session.read(
            lambda ctx, _token: own_standing(ctx), then=self._on_read, failed=self._desk.messages.show_error
        )

    def _on_read(self, own: OwnStanding) -> None:
        formats = self._desk.formats
        self.facts.show_facts(
            [
                (tr("Agency"), own.name),
                (tr("Short name"), own.short_name),
                (tr("Country"), own.country),
                (tr("Agency id"), own.agency_id),
            ]
        )
        self.contact.setText(own.contact)
        self.key_facts.show_facts(
            [
                (tr("Card"), tr("number {epoch}, valid until {day}", epoch=own.epoch, day=own.expires.date())),
                (tr("Made"), formats.moment(own.created)),
                (tr("Fingerprint"), " ".join(own.fingerprint)),
            ]
        )  # fmt: skip
        self.missing.setVisible(bool(own.without_notice))
        if own.without_notice:
            names = ", ".join(own.without_notice)
            self.notice.say(
                tr("Some partners were not told of the present keys: {names}", names=names),
                [tr("They refuse what we sign until they have accepted the notice, or verified the new card.")],
            )
        else:
            self.notice.say("")

    def _on_save_contact(self) -> None:
        text = self.contact.text()
        self._desk.session.mutate(
            lambda ctx, _token: set_contact(ctx, text),
            then=lambda _change: self._desk.messages.show_message(Status.DONE, tr("The contact is saved.")),
            failed=self._desk.messages.show_error,
            initiator=self,
        )

    def _on_missing(self) -> None:
        files.choose_folder(
            self, tr("Where to write the notices"), lambda folder: write_missing_notices(self._desk, folder)
        )
