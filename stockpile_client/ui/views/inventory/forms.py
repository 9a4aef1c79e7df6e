"""Opens the forms of the inventory: each reads what it edits first, and a draft puts back what was typed.

>>> forms = Forms(desk, view)  # doctest: +SKIP
>>> forms.open("lot.new", {"number": "W-17"})  # doctest: +SKIP
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from stockpile_client.services.claims import get_claim_row
from stockpile_client.services.context import Context
from stockpile_client.services.lot_editing import get_lot
from stockpile_client.services.movement_table import get_movement
from stockpile_client.services.requirements import get_requirement
from stockpile_client.services.sites import get_site, open_sites
from stockpile_client.ui.dialogs import (
    edit_claim,
    edit_lot,
    edit_requirement,
    edit_site,
    end_claim,
    post_movement,
    reverse_movement,
)
from stockpile_client.ui.dialogs.form import FormDialog
from stockpile_client.ui.workspaces import Desk

Build = Callable[[Any], FormDialog]
Opener = tuple[Callable[[Context, str], Any], Build]


class Forms:
    """Every form by the beginning of its ``draft_key``; the rest of the key is the id of what it edits."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._openers: dict[str, Opener] = {
            edit_lot.NEW: (
                lambda ctx, _id: open_sites(ctx), lambda sites: edit_lot.LotForm(desk, None, sites, parent)
            ),
            edit_lot.EDIT: (get_lot, lambda lot: edit_lot.LotForm(desk, lot, parent=parent)),
            post_movement.KEY: (
                lambda ctx, id: (get_lot(ctx, id), open_sites(ctx)),
                lambda found: post_movement.MovementForm(desk, found[0], found[1], parent),
            ),
            reverse_movement.KEY: (get_movement, lambda row: reverse_movement.ReversalForm(desk, row, parent)),
            edit_site.NEW: (lambda _ctx, _id: None, lambda _none: edit_site.SiteForm(desk, None, parent)),
            edit_site.EDIT: (get_site, lambda site: edit_site.SiteForm(desk, site, parent)),
            edit_claim.NEW: (
                lambda _ctx, number: number.removeprefix(edit_claim.ON),
                lambda number: edit_claim.ClaimForm(desk, None, number, parent),
            ),
            edit_claim.EDIT: (
                get_claim_row, lambda row: edit_claim.ClaimForm(desk, row.claim, row.lot_number, parent)
            ),
            end_claim.KEY: (get_claim_row, lambda row: end_claim.EndClaimForm(desk, row, parent)),
            edit_requirement.NEW: (
                lambda _ctx, _id: None, lambda _none: edit_requirement.RequirementForm(desk, None, parent=parent)
            ),
            edit_requirement.EDIT: (
                lambda ctx, id: (get_requirement(ctx, id), id),
                lambda found: edit_requirement.RequirementForm(desk, found[0], found[1], parent),
            ),
        }  # fmt: skip

    def open(self, key: str, draft: Mapping[str, str] | None = None) -> bool:
        """Open the form of that key, with a draft in it; False if there is no such form."""
        name = next((known for known in self._openers if key.startswith(known)), "")
        if not name:
            return False
        read, build = self._openers[name]

        def show(found: object) -> None:
            form = build(found)
            form.open()
            form.restore(dict(draft or {}))

        id = key.removeprefix(name)
        self._desk.session.read(
            lambda ctx, _token: read(ctx, id), then=show, failed=self._desk.messages.show_error
        )  # fmt: skip
        return True
