"""Profiles: which there are, one of them open in the form, what it does beside it; saved as another version."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from stockpile_client.core.errors import InputError, StockpileError
from stockpile_client.disclosure.preview import Preview
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.changes import ChangeSet, Kind
from stockpile_client.services.context import Context
from stockpile_client.services.disclosure import list_groups, profile_versions, retire_profile
from stockpile_client.services.disclosure_record import list_agreements, list_profiles, save_profile
from stockpile_client.services.partners import PartnerRow, list_partners
from stockpile_client.storage.disclosure_profiles import ProfileVersion
from stockpile_client.storage.partners import Agreement
from stockpile_client.ui import theme
from stockpile_client.ui.dialogs.decision import DecisionDialog
from stockpile_client.ui.jobs import Job
from stockpile_client.ui.language import words
from stockpile_client.ui.theme import Status
from stockpile_client.ui.views.disclosure.choice import Choice
from stockpile_client.ui.views.disclosure.new_profile import NewProfileDialog
from stockpile_client.ui.views.disclosure.page import Page
from stockpile_client.ui.views.disclosure.profile_form import ProfileForm
from stockpile_client.ui.views.disclosure.profile_result import ProfileResult, example_of, version_rows
from stockpile_client.ui.views.disclosure.profile_words import ProfileWords, differences
from stockpile_client.ui.widgets.button import Button, Look
from stockpile_client.ui.widgets.notice import NoticePanel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea
from stockpile_client.ui.widgets.side_by_side import SideBySide
from stockpile_client.ui.widgets.states import StateStack
from stockpile_client.ui.workspaces import Desk

PAUSE_MS = 250
"""What stands beside the form follows it when editing pauses this long."""

_FORM_CHARACTERS = 50


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is: profiles with their versions, and what they may be for; ``held``: materials in stock."""

    profiles: tuple[Profile, ...]
    versions: dict[str, tuple[ProfileVersion, ...]]
    partners: tuple[PartnerRow, ...]
    groups: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    held: tuple[str, ...]


def read_shelf(ctx: Context) -> Shelf:
    """Everything that the page shows."""
    profiles = tuple(list_profiles(ctx))
    return Shelf(
        profiles,
        {one.name: tuple(profile_versions(ctx, one.name)) for one in profiles},
        tuple(list_partners(ctx)),
        tuple(list_groups(ctx)),
        tuple(list_agreements(ctx)),
        example_of(ctx, Profile("", audience=(), scope=())).out_of_scope,
    )


class ProfilesPage(Page):
    """See the module."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shelf = Shelf((), {}, (), (), (), ())
        self._working: Job | None = None
        self._draft: dict[str, str] | None = None
        self.choice: Choice[str] = Choice()
        self.new = Button(self.tr("New profile…"), icon="add")
        self.retire = Button(self.tr("Take out of use…"))
        self.use = Button(self.tr("Release by it…"), icon="release")
        self.discard = Button(self.tr("Discard changes"))
        self.save = Button(self.tr("Save as a new version"), look=Look.PRIMARY)
        self.form = ProfileForm(desk)
        self.result = ProfileResult(desk)
        self.unsaved = NoticePanel(Status.INFO)
        self._area = ScrollArea(self.form)
        self._both = SideBySide(self._area, self.result, characters=150, shares=(60, 90))
        self.states = StateStack(self._both)
        self._pause = QTimer(self)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._area.setMinimumWidth(theme.text_width(_FORM_CHARACTERS))
        self._area.setMinimumHeight(4 * theme.row_height())
        self.choice.setAccessibleName(self.tr("Profile"))
        self.choice.setMinimumContentsLength(16)
        head = QHBoxLayout()
        head.setSpacing(theme.space(theme.SMALL))
        head.addWidget(self.choice)
        words_ = self.tr("Rules in a fixed order. A statement names the version that made it.")
        head.addWidget(PlainLabel(words_, muted=True, elide=True), 1)
        for button in (self.retire, self.new):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(theme.SMALL))
        words_ = self.tr("Nothing leaves by saving.")
        foot.addWidget(PlainLabel(words_, muted=True, elide=True), 1)
        for button in (self.use, self.discard, self.save):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(theme.SMALL))
        column.addLayout(head)
        column.addWidget(self.unsaved)
        column.addWidget(self.states, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.choice.activated.connect(lambda _index: self._on_chosen())
        self.new.clicked.connect(self._on_new)
        self.retire.clicked.connect(self._on_retire)
        self.use.clicked.connect(lambda: self._desk.go("release", f"profile:{self.form.opened.name}"))
        self.discard.clicked.connect(lambda: self.open_profile(self.form.opened))
        self.save.clicked.connect(self._on_save)
        self.form.edited.connect(self._on_edited)
        self.result.version_chosen.connect(self._on_version_chosen)
        self._pause.timeout.connect(self.follow)
        self._desk.session.changed.connect(self._on_changed)

    # what the workspace asks

    def shown(self) -> None:
        self.choice.setFocus()

    def resume_draft(self, draft_key: str, draft: dict[str, str]) -> bool:
        """Open the form again with what was typed before the program was locked."""
        if not draft_key.startswith("profile.edit:"):
            return False
        self._draft = draft
        self.refresh()
        return True

    # reading

    def refresh(self) -> None:
        """Read again what there is; what is edited stays."""
        self.states.show_loading()
        self._desk.session.read(lambda ctx, _token: read_shelf(ctx), then=self._on_read, failed=self._on_failed)

    def _on_read(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.choice.offer((one.name, one.name) for one in shelf.profiles)
        self.form.offer(shelf.partners, shelf.groups, shelf.agreements, shelf.held)
        if self._draft is not None:  # now that there are partners and groups to choose from
            draft, self._draft = self._draft, None
            self.form.restore(draft)
            self.choice.choose(self.form.opened.name)
            self._show_versions(self.form.opened.name)
        if self.form.draft():
            self.states.show_content()
            self._on_edited()
        elif shelf.profiles:
            self.open_profile(self._saved(self.form.opened.name) or self._saved(self.choice.value or ""))
        elif self.form.opened.name:
            self.states.show_content()
        else:
            new = Button(self.tr("New profile…"), icon="add", look=Look.PRIMARY)
            new.clicked.connect(self._on_new)
            self.states.show_empty(
                "disclosure",
                self.tr("No profile yet"),
                self.tr(
                    "A profile says what may leave to whom, and how coarsely. Begin with a template and change what"
                    " does not fit; nothing leaves by saving it."
                ),
                [new],
            )
        for control in (self.choice, self.new, self.retire, self.use, self.discard, self.save):
            control.setVisible(bool(shelf.profiles or self.form.opened.name))

    def _on_failed(self, error: StockpileError) -> None:
        retry = Button(self.tr("Try again"))
        retry.clicked.connect(self.refresh)
        self.states.show_error(error, retry)

    def _on_changed(self, change: ChangeSet, initiator: object) -> None:
        if initiator is not self and change.touches(Kind.PROFILES, Kind.PARTNERS):
            self.refresh()

    def _saved(self, name: str) -> Profile | None:
        return next((one for one in self._shelf.profiles if one.name == name), None)

    # one profile

    def open_profile(self, profile: Profile | None) -> None:
        """Open a profile in the form."""
        if profile is None:
            return
        self.states.show_content()
        for control in (self.choice, self.new, self.retire, self.use, self.discard, self.save):
            control.setVisible(True)
        self.choice.choose(profile.name)
        self.form.show_profile(profile)
        self._show_versions(profile.name)
        self.follow()

    def _show_versions(self, name: str) -> None:
        self.result.show_versions(version_rows(self._shelf.versions.get(name, ()), self._words()))

    def _words(self) -> ProfileWords:
        shelf = self._shelf
        return ProfileWords(
            self._desk.session.context.catalogue,
            self._desk.formats,
            {row.agency_id: row.short_name for row in shelf.partners},
            {one.id: one.name for one in shelf.agreements},
        )

    def _on_chosen(self) -> None:
        wanted = self._saved(self.choice.value or "")
        if wanted is None or wanted.name == self.form.opened.name:
            return
        if not self.form.draft():
            self.open_profile(wanted)
            return
        self.choice.choose(self.form.opened.name)
        self._ask_to_discard(wanted)

    def _ask_to_discard(self, wanted: Profile) -> None:
        dialog = DecisionDialog(
            self.tr("Discard the changes?"),
            self.tr("{name} has changes that were not saved.").format(name=self.form.opened.name),
            self.tr("Discard and open {name}").format(name=wanted.name),
            self,
        )

        def go_on() -> None:
            dialog.accept()
            self.open_profile(wanted)

        dialog.confirmed.connect(go_on)
        dialog.open()

    def _on_version_chosen(self, profile: Profile) -> None:
        """An earlier version comes into the form as an edit of the one in use: saving makes a new version of it."""
        opened = self.form.opened
        self.form.restore({"opened": opened.canonical().decode(), "now": profile.canonical().decode()})

    # editing

    def _on_edited(self) -> None:
        self.save.setEnabled(False)
        self._pause.start()

    def follow(self) -> None:
        """Say what the form's rules do, and what would be saved."""
        self._pause.stop()
        if self._working is not None:
            self._working.cancel()
            self._working = None
        opened = self.form.opened
        is_new = self._saved(opened.name) is None
        try:
            profile = self.form.profile()
        except InputError as error:
            self.unsaved.say(words(error.message), (words(error.hint),) if error.hint else (), status=Status.DANGER)
            self.discard.setEnabled(True)
            self.use.setEnabled(False)
            self.result.show_error(error)
            return
        changed = [one.words for one in differences(opened, profile, self._words())]
        headline = self.tr("Not saved yet") if changed or is_new else ""
        self.unsaved.say(headline, changed, status=Status.INFO)
        self.save.setEnabled(bool(changed or is_new))
        self.discard.setEnabled(bool(changed))
        self.retire.setEnabled(not is_new)
        self.use.setEnabled(not is_new and not changed)
        self.result.show_profile(profile)
        self._working = self._desk.session.read(
            lambda ctx, _token: example_of(ctx, profile), then=self._on_example, failed=self.result.show_error
        )

    def _on_example(self, shown: Preview) -> None:
        self._working = None
        self.result.show_example(shown)

    # saving

    def _on_new(self) -> None:
        dialog = NewProfileDialog([one.name for one in self._shelf.profiles], self)

        def begin() -> None:
            profile = dialog.profile()
            dialog.accept()
            self.open_profile(profile)

        dialog.confirmed.connect(begin)
        dialog.open()

    def _on_save(self) -> None:
        profile = self.form.profile()
        self.save.setEnabled(False)
        self._desk.session.mutate(
            lambda ctx, _token: save_profile(ctx, profile),
            then=lambda _change: self._on_saved(profile),
            failed=self._on_not_saved,
            initiator=self,
        )

    def _on_saved(self, profile: Profile) -> None:
        self.form.show_profile(replace(profile))
        self._desk.messages.show_message(
            Status.DONE,
            self.tr("Saved {name}.").format(name=profile.name),
            self.tr("Nothing left by that: a release uses it from now on."),
        )
        self.refresh()

    def _on_not_saved(self, error: StockpileError) -> None:
        self.save.setEnabled(True)
        self._desk.messages.show_error(error)

    def _on_retire(self) -> None:
        name = self.form.opened.name
        dialog = DecisionDialog(
            self.tr("Take {name} out of use?").format(name=name),
            self.tr("Its versions stay, because statements name them. Saving it again brings it back."),
            self.tr("Take out of use"),
            self,
        )

        def carry_out() -> None:
            dialog.set_busy(True)
            self._desk.session.mutate(
                lambda ctx, _token: retire_profile(ctx, name),
                then=lambda _change: self._on_retired(dialog),
                failed=dialog.show_refusal,
                initiator=self,
            )

        dialog.confirmed.connect(carry_out)
        dialog.open()

    def _on_retired(self, dialog: DecisionDialog) -> None:
        dialog.set_busy(False)
        dialog.accept()
        self.form.show_profile(Profile("", audience=(), scope=()))
        self.refresh()
