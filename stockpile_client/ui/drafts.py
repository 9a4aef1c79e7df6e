"""What is typed and not yet saved: how a form hands it over when the profile locks, and takes it back afterwards.

A form is a *draft* until Save. It knows its ``draft_key``, which names the form and the thing that it edits
(``lot.new``, ``site.edit:0f3c…``); what was typed is a mapping of its fields' names to text. A view that can open such
a form again is :class:`Resuming`.

Rules
- A form needs no more than the three members of :class:`Drafting`: it is found among the widgets of its workspace, in a
  dialog of it too.
- ``draft()`` is empty when nothing was typed, or after it was saved. It never holds a passphrase or a key.
- Drafts are gathered while somebody types (:mod:`.draft_keeper`) and when the profile is locked or closed, and kept in
  its encrypted database by :mod:`stockpile_client.services.drafts`; after unlocking the window offers each one again.
- Whether a widget is a form is told by its class: thousands are asked every few seconds.

>>> kept = gather({"inventory": view}, now)  # doctest: +SKIP
>>> [draft.key for draft in kept]  # doctest: +SKIP
['inventory/lot.new']
>>> view.resume_draft("lot.new", kept[0].fields)  # doctest: +SKIP
True
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeGuard, runtime_checkable

from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from stockpile_client.services.drafts import Draft  # loads the database driver

_log = logging.getLogger(__name__)


class Drafting(Protocol):
    """A form with something in it that was not saved."""

    @property
    def draft_key(self) -> str:
        """Names the form and what it edits; the same after a restart."""
        ...

    def draft(self) -> dict[str, str]:
        """What was typed or chosen, by field; empty while nothing differs from how the form opened."""
        ...

    def restore(self, draft: dict[str, str]) -> None:
        """Put back what :meth:`draft` gave; fields that it does not name stay as they are."""
        ...


@runtime_checkable
class Resuming(Protocol):
    """A view that opens a form again for a draft of it."""

    def resume_draft(self, draft_key: str, draft: dict[str, str]) -> bool:
        """Open the form that ``draft_key`` names with ``draft`` in it; False if the key is none of this view's."""
        ...


def is_drafting(widget: object) -> TypeGuard[Drafting]:
    """Whether ``widget`` is a form that hands its draft over."""
    return _is_form(type(widget))  # type: ignore[arg-type]  # a class can be hashed, whatever its objects say


@cache
def _is_form(kind: type) -> bool:
    return all(hasattr(kind, name) for name in ("draft_key", "draft", "restore"))


def form_of(key: str) -> str:
    """The ``draft_key`` in the key of a draft."""
    return key.partition("/")[2]


def gather(views: Mapping[str, QWidget], now: datetime) -> list[Draft]:
    """What is being typed in these workspaces, each under ``workspace/draft_key``, as of ``now`` (aware).

    Never fails: a form that cannot say what it holds must not keep the profile open.
    """
    from stockpile_client.services.drafts import Draft  # noqa: PLC0415 - a profile is open: it is loaded

    found: dict[str, Draft] = {}
    for workspace, view in views.items():
        for form in (view, *view.findChildren(QWidget)):
            if not is_drafting(form) or _is_closed(form):
                continue
            try:
                fields = form.draft()
            except Exception as bug:
                _log.error("A form could not say what it holds: %s in %s", type(bug).__name__, type(form).__name__)
                continue
            if fields:
                key = f"{workspace}/{form.draft_key}"
                found[key] = Draft(key, dict(fields), now)
    return list(found.values())


def resume(view: QWidget, draft: Draft) -> bool:
    """Have the view of the draft's workspace open its form; False if it does not know the form (any more)."""
    try:
        return isinstance(view, Resuming) and view.resume_draft(form_of(draft.key), dict(draft.fields))
    except Exception as bug:  # kept by another version, about something that is gone
        _log.error("A draft could not be put back: %s in %s", type(bug).__name__, type(view).__name__)
        return False


def _is_closed(form: Drafting) -> bool:
    """A dialog that was closed and is not yet deleted."""
    assert isinstance(form, QWidget)
    window = form.window()
    return isinstance(window, QDialog) and not window.isVisible()
