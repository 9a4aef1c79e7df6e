"""What is typed and not yet saved: how a form hands it over when the profile locks, and takes it back afterwards.

A form is a *draft* until Save. It knows its ``draft_key``, which names the form and the thing that it edits
(``lot.new``, ``site.edit:0f3c…``); what was typed is a mapping of its fields' names to text. A view that can open such
a form again is :class:`Resuming`.

>>> kept = {form.draft_key: form.draft() for form in window.findChildren(QWidget) if is_drafting(form)}
>>> view.resume_draft("lot.new", kept["lot.new"])
True
"""

from __future__ import annotations

from typing import Protocol, TypeGuard, runtime_checkable


@runtime_checkable
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
    return isinstance(widget, Drafting)
