"""One *Open* for every kind of file: what it is, from whom, for whom, and what to do next."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stockpile_client.bundle import limits
from stockpile_client.bundle.cards import SUFFIX as CARD_SUFFIX
from stockpile_client.core.errors import InputError
from stockpile_client.core.phrases import counted, phrase
from stockpile_client.services.accept import BundlePlan, plan_accept
from stockpile_client.services.cards import CardPlan, plan_card
from stockpile_client.services.context import Context
from stockpile_client.services.import_inventory import ImportPlan, plan_import
from stockpile_client.storage.durable import machine_errors
from stockpile_client.storage.profile_folder import ProfileFolder

_AGE = b"age-encryption.org/"
_CARD_MEMBER = b"CARD\0"
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls"})


class FileKind(StrEnum):
    """What a file is."""

    BUNDLE = "bundle"
    CARD = "card"
    INVENTORY = "inventory"
    PROFILE = "profile"
    KEY_NOTICE = "key_notice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is and what to do with it; the plan of its kind is there if it could be opened."""

    path: Path
    kind: FileKind
    title: str
    next_step: str
    bundle: BundlePlan | None = None
    card: CardPlan | None = None
    inventory: ImportPlan | None = None


def kind_of(path: Path) -> FileKind:
    """What a file is, by its content first and its name second. ``MachineError`` if it cannot be read."""
    if path.is_dir():
        return FileKind.PROFILE if ProfileFolder(path).is_profile() else FileKind.UNKNOWN
    with machine_errors(phrase("reading {name}", name=path.name)), path.open("rb") as stream:
        start = stream.read(limits.CARD_FILE_BYTES)
    if start.startswith(_AGE):
        return FileKind.BUNDLE
    if start.startswith(_CARD_MEMBER) or path.suffix == CARD_SUFFIX:
        return FileKind.CARD
    if path.name == "stockpile.db":
        return FileKind.PROFILE
    if path.suffix == ".json" and b'"revocation"' in start[:4096]:
        return FileKind.KEY_NOTICE
    if path.suffix.casefold() in _TABLES or zipfile.is_zipfile(path):
        return FileKind.INVENTORY
    return FileKind.UNKNOWN


def inspect_file(ctx: Context, path: Path) -> Inspection:
    """Look into a file and say what it is and what to do next; nothing is imported.

    A bundle's statement is staged: accept or reject it, or :func:`accept.set_aside` the plan. Raises what opening a
    file of its kind raises, and ``InputError`` (``E_FILE_KIND``) for one of no known kind.
    """
    kind = kind_of(path)
    match kind:
        case FileKind.BUNDLE:
            plan = plan_accept(ctx, path)
            title = phrase(
                "{kind} number {seq} from {name}",
                kind=plan.kind,
                seq=str(plan.seq),
                name=plan.sender.short_name,
            )
            step = (
                phrase("It was imported before; nothing is to be done.")
                if plan.already_imported
                else phrase("Accept or reject it.")
            )
            return Inspection(path, kind, title, step, bundle=plan)
        case FileKind.CARD:
            card = plan_card(ctx, path)
            return Inspection(path, kind, phrase("agency card of {name}", name=card.card.name), card.words, card=card)
        case FileKind.INVENTORY:
            table = plan_import(ctx, path)
            title = counted("table with {n} row of stock", "table with {n} rows of stock", table.table.counts.rows)
            return Inspection(path, kind, title, phrase("Look at the findings, then import it."), inventory=table)
        case FileKind.PROFILE:
            return Inspection(
                path,
                kind,
                phrase("profile or backup of this program"),
                phrase("Open it, or restore it, with its passphrase."),
            )
        case FileKind.KEY_NOTICE:
            return Inspection(path, kind, phrase("key notice of a partner"), phrase("Import it on the partner's page."))
    raise InputError(
        "E_FILE_KIND",
        phrase("This is no bundle, agency card or table of stock."),
        hint=phrase("Choose a .stockpile, .agency-card, .csv or .xlsx file."),
    )
