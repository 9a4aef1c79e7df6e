"""The page before a profile is open: choose one, unlock it, or create one.

>>> page.opened.connect(window.show_profile)  # doctest: +SKIP
"""
# ruff: noqa: PLC0415 - a step is imported when it is first shown

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.ui import icons, profile_jobs, theme
from stockpile_client.ui.jobs import Jobs, Lane
from stockpile_client.ui.profile_jobs import DemoDesk, FoundProfiles
from stockpile_client.ui.theme import Size, Status
from stockpile_client.ui.views.start.profile_list import ProfileList
from stockpile_client.ui.widgets.message_bar import MessageBar
from stockpile_client.ui.widgets.panel import Panel
from stockpile_client.ui.widgets.plain_label import PlainLabel
from stockpile_client.ui.widgets.scroll_bar import ScrollArea

if TYPE_CHECKING:
    from stockpile_client.services.context import Context
    from stockpile_client.ui.views.start.demo_page import DemoPage
    from stockpile_client.ui.views.start.first_run import FirstRun
    from stockpile_client.ui.views.start.restore import Restore
    from stockpile_client.ui.views.start.unlock_form import UnlockForm
    from stockpile_client.ui.warming import Warmer


_CARD_CHARACTERS = 64


class StartPage(QWidget):
    """What the program is, and beside it the way in."""

    opened = Signal(object)  # Context
    language_chosen = Signal(str)  # its code
    warmed = Signal()  # all that an open profile needs is loaded

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._root = Path()
        self.messages = MessageBar()
        self.profiles = ProfileList()
        self._step: QWidget = self.profiles
        self._card = QVBoxLayout()
        self._introduction = _Introduction()
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        card = Panel()
        card.setLayout(self._card)  # no stack: the card is as high as the step that it shows
        self._card.setContentsMargins(*(theme.space(theme.LARGE),) * 4)
        self._card.addWidget(self.profiles)
        self._card.addStrut(theme.text_width(_CARD_CHARACTERS))  # a minimum would cut the buttons off
        card.setMaximumWidth(theme.text_width(88))
        column = QVBoxLayout()
        column.setSpacing(theme.space(theme.SMALL))
        column.addStretch(1)
        column.addWidget(self.messages)
        column.addWidget(card)
        column.addStretch(1)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(*(theme.space(theme.LARGE),) * 4)
        row.setSpacing(theme.space(theme.HUGE))
        row.addStretch(1)
        row.addWidget(self._introduction)
        row.addLayout(column, 2)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(page))

    def _connect(self) -> None:
        self.profiles.chosen.connect(self.show_unlock)
        self.profiles.browsed.connect(self._on_browsed)
        self.profiles.create_requested.connect(self._on_create_requested)
        self.profiles.demo_requested.connect(self._on_demo_requested)
        self.profiles.restore_requested.connect(self.show_restore)
        self.profiles.language_chosen.connect(self.language_chosen)

    # the further steps, each built when it is first shown

    @cached_property
    def unlock(self) -> UnlockForm:
        """Asks for a passphrase."""
        from stockpile_client.ui.views.start.unlock_form import UnlockForm

        step = UnlockForm()
        step.submitted.connect(self._on_unlock_submitted)
        step.back_requested.connect(self.show_profiles)
        return step

    @cached_property
    def first_run(self) -> FirstRun:
        """Makes a new profile."""
        from stockpile_client.ui.views.start.first_run import FirstRun

        step = FirstRun(self._jobs)
        step.opened.connect(self.opened)
        step.left.connect(self.show_profiles)
        return step

    @cached_property
    def restore(self) -> Restore:
        """Makes a profile out of a backup."""
        from stockpile_client.ui.views.start.restore import Restore

        step = Restore(self._jobs)
        step.opened.connect(self.opened)
        step.left.connect(self.show_profiles)
        return step

    @cached_property
    def demo(self) -> DemoPage:
        """Offers the demonstration."""
        from stockpile_client.ui.views.start.demo_page import DemoPage

        step = DemoPage()
        step.back_requested.connect(self.show_profiles)
        step.make_requested.connect(self._on_demo_make_requested)
        step.desk_chosen.connect(self._on_demo_desk_chosen)
        return step

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self._introduction.width() + theme.text_width(_CARD_CHARACTERS) + theme.space(theme.HUGE * 3)
        self._introduction.setVisible(self.width() >= beside)  # large letters: the way in comes first

    @property
    def step(self) -> QWidget:
        """The step that is shown."""
        return self._step

    def _show_step(self, wanted: QWidget) -> None:
        if self._card.indexOf(wanted) < 0:
            self._card.addWidget(wanted)
        self._step.setVisible(False)
        self._step = wanted
        wanted.setVisible(True)

    def refresh(self) -> None:
        """Look for profiles again."""
        job = self._jobs.start(profile_jobs.find_profiles, Lane.READER)
        job.succeeded.connect(self._on_profiles_found)
        job.failed.connect(self.messages.show_error)

    def show_languages(self, offered: Mapping[str, str], current: str) -> None:
        """Offer these languages (code → name) beside the profiles."""
        self.profiles.show_languages(offered, current)

    def say_waiting(self, name: str) -> None:
        """A file was given before a profile is open."""
        self.messages.show_message(
            Status.INFO, self.tr("{name} opens as soon as a profile is unlocked.").format(name=name)
        )

    def show_profiles(self) -> None:
        """The list of profiles."""
        self.messages.put_away()
        self._show_step(self.profiles)
        self.refresh()

    def show_unlock(self, folder: Path) -> None:
        """Ask for the passphrase of a profile."""
        self.messages.put_away()
        self.unlock.ask(folder)
        self._show_step(self.unlock)
        self.unlock.passphrase.setFocus()
        self._warm_up()

    @cached_property
    def _warmer(self) -> Warmer:
        from stockpile_client.ui.warming import Warmer

        warmer = Warmer(self)
        warmer.finished.connect(self.warmed)
        return warmer

    def _warm_up(self) -> None:
        """Load, behind what is typed now, what an open profile needs."""
        if self._warmer.is_done:
            job = self._jobs.start(profile_jobs.warm_up, Lane.READER)
            job.succeeded.connect(lambda _nothing: self._warmer.start())

    def open_profile(self, folder: Path) -> None:
        """Ask for the passphrase of a profile; one of a demonstration, whose passphrase is public, opens by itself."""
        desk = profile_jobs.demo_desk_in(folder)
        if desk is None:
            self.show_unlock(folder)
            return
        self._show_step(self.demo)
        self._on_demo_desk_chosen(desk)

    def open_place(self, path: Path) -> bool:
        """Go where a profile or a backup leads, given as its folder or one of its files; whether it is one."""
        from stockpile_client.services.places import folder_of, looks_like_backup

        folder = folder_of(path)
        if folder is None:
            return False
        if looks_like_backup(folder):
            self.show_restore(folder)
        else:
            self.open_profile(folder)
        return True

    def _on_browsed(self, folder: Path) -> None:
        if not self.open_place(folder):
            self.messages.show_message(
                Status.CAUTION,
                self.tr("The folder {name} holds no profile and no backup.").format(name=folder.name),
                self.tr("Both have the files stockpile.db and stockpile.key.json in them."),
            )

    def show_restore(self, source: Path | None = None) -> None:
        """Restore a backup; ``source`` is one that was chosen already."""
        self.messages.put_away()
        self._warm_up()
        self._show_step(self.restore)
        self.restore.begin(source)

    def _on_profiles_found(self, found: FoundProfiles) -> None:
        self._root = found.root
        self.profiles.show_places(found.places)

    def _on_create_requested(self) -> None:
        self.messages.put_away()
        self._warm_up()
        self._show_step(self.first_run)
        self.first_run.begin(self._root)

    def _on_unlock_submitted(self, folder: Path, passphrase: str) -> None:
        self.unlock.set_busy(True)
        job = self._jobs.start(profile_jobs.opening(folder, passphrase), Lane.WRITER)
        job.succeeded.connect(self._on_unlocked)
        job.failed.connect(self._on_unlock_failed)

    def _on_unlocked(self, context: Context) -> None:
        self.unlock.set_busy(False)
        self.opened.emit(context)

    def _on_unlock_failed(self, error: StockpileError) -> None:
        self.unlock.set_busy(False)
        self.unlock.show_refusal(error)

    def _on_demo_requested(self) -> None:
        self.messages.put_away()
        self._warm_up()
        self._show_step(self.demo)
        self.demo.set_busy(True)
        job = self._jobs.start(profile_jobs.find_demo, Lane.READER)
        job.succeeded.connect(self.demo.show_desks)
        job.failed.connect(self._on_demo_failed)

    def _on_demo_make_requested(self) -> None:
        self.demo.set_busy(True)
        job = self._jobs.start(profile_jobs.make_demo, Lane.WRITER)
        job.progressed.connect(self.demo.show_progress)
        job.succeeded.connect(self.demo.show_desks)
        job.failed.connect(self._on_demo_failed)

    def _on_demo_desk_chosen(self, desk: DemoDesk) -> None:
        self.demo.set_busy(True)
        job = self._jobs.start(profile_jobs.opening(desk.folder, desk.passphrase), Lane.WRITER)
        job.succeeded.connect(self._on_demo_opened)
        job.failed.connect(self._on_demo_failed)

    def _on_demo_opened(self, context: Context) -> None:
        self.demo.set_busy(False)
        self.opened.emit(context)

    def _on_demo_failed(self, error: StockpileError) -> None:
        self.demo.set_busy(False)
        self.messages.show_error(error)

    def close_unfinished(self) -> None:
        """The program closes while a wizard holds a profile that is not in the window yet: close that profile."""
        if "_warmer" in self.__dict__:
            self._warmer.stop()
        for name in ("first_run", "restore"):
            if name in self.__dict__:  # built, since somebody asked for it
                getattr(self, name).give_up()


class _Introduction(QWidget):
    """What the program is for, in three lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(theme.text_width(46))
        emblem = PlainLabel()
        emblem.setPixmap(icons.program_icon().pixmap(theme.space(theme.HUGE + theme.SMALL)))
        column = QVBoxLayout(self)
        column.setSpacing(theme.space(theme.SMALL))
        column.addStretch(1)
        column.addWidget(emblem)
        column.addSpacing(theme.space(theme.SMALL))
        column.addWidget(PlainLabel(self.tr("Stockpile Client"), size=Size.TITLE, strong=True))
        column.addWidget(
            PlainLabel(
                self.tr("Keep the stock of critical minerals, and exchange it with partner agencies."), wrap=True
            )
        )
        column.addSpacing(theme.space(theme.MEDIUM))
        for icon_words in (
            self.tr("Your figures stay on this machine, in an encrypted file. The program has no network code."),
            self.tr("Before anything leaves you see exactly what a partner will learn."),
            self.tr("What you send is a signed, encrypted file; what you receive is checked before it is read."),
        ):
            column.addWidget(PlainLabel(icon_words, muted=True, wrap=True))
        column.addStretch(1)
