"""A new site, or the description of one corrected."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from stockpile_client.core.errors import StockpileError
from stockpile_client.core.sites import Site
from stockpile_client.services.sites import check_site, save_site
from stockpile_client.ui.dialogs.form import FormDialog
from stockpile_client.ui.language import tr
from stockpile_client.ui.widgets.inputs import LineEdit
from stockpile_client.ui.workspaces import Desk

NEW = "site.new"
EDIT = "site.edit:"


class SiteForm(FormDialog):
    """``site`` None: a new one."""

    FIELD_OF: ClassVar = {"E_SITE_NAME": "name", "E_COUNTRY": "country", "E_REGION": "region", "E_SITE_TWICE": "name"}

    def __init__(self, desk: Desk, site: Site | None, parent: QWidget | None = None) -> None:
        super().__init__(
            desk, f"{EDIT}{site.id}" if site else NEW, parent=parent, action=tr("Save"),
            title=tr("Edit the site") if site else tr("New site"),
            words=tr("What partners learn of a place is decided by the disclosure profile, not here."),
        )  # fmt: skip
        self._site = site or Site("", "", "", "", desk.session.context.agency.country)
        self._build_fields()
        self.begin()

    def _build_fields(self) -> None:
        editors = {name: LineEdit() for name in ("name", "town", "region", "country", "bloc")}
        for name, editor in editors.items():
            editor.setText(getattr(self._site, name))
        self.put("name", self.tr("Name"), editors["name"], (0, 0, 6))
        self.put("town", self.tr("Town"), editors["town"], (1, 0, 3), self.tr("May stay empty"))
        self.put("region", self.tr("Region"), editors["region"], (1, 3, 3), self.tr("ISO code such as IT-21, or empty"))
        self.put(
            "country", self.tr("Country"), editors["country"], (2, 0, 3), self.tr("Code of two letters, such as IT")
        )
        self.put(
            "bloc", self.tr("Group of countries"), editors["bloc"], (2, 3, 3), self.tr("Empty: EU for its members")
        )

    def read(self) -> Site | None:
        country, bloc = self["country"].strip().upper(), self["bloc"].strip().upper()
        if country != self._site.country and bloc == self._site.bloc:
            bloc = ""  # it was the former country's
        site = Site(self._site.id, self["name"], self["town"], self["region"], country, bloc)
        try:
            return check_site(site)
        except StockpileError as error:
            self.refuse(self.FIELD_OF.get(error.code, "name"), error.message)
            return None

    def save(self, value: Site) -> None:
        self.desk.session.mutate(
            lambda ctx, _token: save_site(ctx, value), then=lambda _change: self.done_saving(),
            failed=self.show_refusal, initiator=self,
        )  # fmt: skip
