"""``inspect``, ``accept`` and ``reject``: what a file is, and the decision about a partner's bundle.

>>> stockpile --profile ./jp inspect sx-0123abcd.stockpile
>>> stockpile --profile ./jp accept sx-0123abcd.stockpile --receipt ./post
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stockpile_client.bundle.keynotices import Revocation, Rotation
from stockpile_client.bundle.letters import Receipt, Request, Withdrawal
from stockpile_client.cli import views
from stockpile_client.cli.arguments import FILE, FOLDER
from stockpile_client.cli.output import say, say_table
from stockpile_client.cli.program import Command
from stockpile_client.cli.state import State, pass_state
from stockpile_client.core.errors import StockpileError
from stockpile_client.services.accept import BundlePlan, accept, plan_accept, reject, set_aside
from stockpile_client.services.answer import Answered, write_receipt
from stockpile_client.services.context import Context
from stockpile_client.services.history import SHOWN_MISSING
from stockpile_client.services.open_file import Inspection, inspect_file

_SHOWN = 40

_NOTICES = {
    "already_imported": "It was imported before; nothing is to be done.",
    "numbers_missing": "Numbers before it did not come.",
    "fills_a_gap": "It fills a gap.",
    "jump_allowed": "The limit of numbers was set aside.",
    "clock_overridden": "The clock rules were set aside.",
}


@click.command(cls=Command)
@click.argument("file", type=FILE)
@pass_state
def inspect(state: State, file: Path) -> None:
    """Say what FILE is (bundle, card, spreadsheet, profile) and what it would change. Nothing is imported."""
    with state.open() as ctx:
        found = inspect_file(ctx, file)
        if found.bundle:
            set_aside(ctx, found.bundle)
    state.answer(_document(found), lambda: _say(found))


@click.command("accept", cls=Command)
@click.argument("file", type=FILE)
@click.option("--clock-override", default="", metavar="REASON", help="Set the clock rules aside, for a reason.")
@click.option("--allow-jump", is_flag=True, help="Accept a number far ahead of the last one.")
@click.option("--receipt", "folder", type=FOLDER, help="Write the receipt into this folder at once.")
@pass_state
def accept_command(state: State, *, file: Path, clock_override: str, allow_jump: bool, folder: Path | None) -> None:
    """Accept the bundle in FILE as a whole. A file that does not verify is refused (exit code 5)."""
    with state.open() as ctx:
        plan = plan_accept(ctx, file, clock_override=clock_override, allow_jump=allow_jump)
        accepted = accept(ctx, plan)
        answer = _receipt(ctx, plan, folder, "accepted") if folder and accepted.receipt_due else None

    def human() -> None:
        _say_bundle(plan)
        say(f"{accepted.change.summary}.")
        _say_answer(answer, due=accepted.receipt_due)

    document = {"receipt_due": accepted.receipt_due and answer is None, "receipt": _written(answer)}
    state.answer(bundle_document(plan) | {"decision": "accepted"} | document, human)


@click.command("reject", cls=Command)
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="Why; the sender will read it.")
@click.option("--receipt", "folder", type=FOLDER, help="Write the receipt into this folder at once.")
@pass_state
def reject_command(state: State, *, file: Path, reason: str, folder: Path | None) -> None:
    """Reject the bundle in FILE as a whole; its number is used up, and the sender gets a receipt that says so."""
    with state.open() as ctx:
        plan = plan_accept(ctx, file)
        change = reject(ctx, plan, reason=reason)
        answer = _receipt(ctx, plan, folder, "rejected") if folder and plan.kind != "receipt" else None

    def human() -> None:
        say(f"{change.summary}.")
        _say_answer(answer, due=plan.kind != "receipt")

    document = {"receipt_due": plan.kind != "receipt" and answer is None, "receipt": _written(answer)}
    state.answer(bundle_document(plan) | {"decision": "rejected", "reason": reason} | document, human)


def _receipt(ctx: Context, plan: BundlePlan, folder: Path, decision: str) -> Answered:
    """The receipt, written; a failure says that the decision stands all the same."""
    try:
        return write_receipt(ctx, plan.digest, folder=folder)
    except StockpileError as error:
        error.unchanged = f"The bundle was {decision}; only its receipt was not written."
        error.hint = "Write it when the folder is ready: stockpile receipt write --all --output FOLDER."
        raise


def _written(answer: Answered | None) -> dict[str, Any] | None:
    return views.written(answer.file) if answer else None


def _say_answer(answer: Answered | None, *, due: bool) -> None:
    if answer:
        say(f"Wrote the receipt {answer.file.path}; send it back.")
    elif due:
        say("A receipt is due: stockpile receipt write --all --output FOLDER")


def _document(found: Inspection) -> dict[str, Any]:
    document: dict[str, Any] = {
        "file": found.path,
        "kind": found.kind,
        "title": found.title,
        "next_step": found.next_step,
    }
    if found.bundle:
        document["bundle"] = bundle_document(found.bundle)
    if found.card:
        one = found.card
        document["card"] = {"agency": one.card.agency, "fingerprint": one.fingerprint, "known": one.known}
    if found.inventory:
        one_plan = found.inventory
        document["inventory"] = {"new": one_plan.new, "adjusted": one_plan.adjusted, "known": one_plan.known}
    return document


def bundle_document(plan: BundlePlan) -> dict[str, Any]:
    """A verified bundle and what it would change."""
    manifest, header, compared = plan.manifest, plan.header, plan.comparison
    return {
        "file": plan.path,
        "kind": plan.kind,
        "digest": plan.digest,
        "bundle": manifest.bundle,
        "sender": views.partner(plan.sender),
        "channel": manifest.channel,
        "seq": plan.seq,
        "created": manifest.created,
        "expires": manifest.expires,
        "marking": manifest.handling.marking,
        "onward": manifest.handling.onward,
        "notices": plan.notices,
        "missing": list(plan.missing[:SHOWN_MISSING]),
        "already_imported": plan.already_imported,
        "as_of": header.as_of if header else None,
        "title": header.title if header else None,
        "note": header.note if header else None,
        "scope": header.scope if header else (),
        "nil": header.nil if header else (),
        "withheld": header.withheld if header else {},
        "not_compiled": header.not_compiled if header else (),
        "positions": plan.positions,
        "requirements": plan.requirements,
        "documents": plan.documents,
        "new": compared.new if compared else 0,
        "changed": compared.changed if compared else 0,
        "gone": compared.gone if compared else 0,
        "changes": [views.change(one) for one in compared.changes] if compared else [],
        "letter": _letter(plan),
    }


def _letter(plan: BundlePlan) -> dict[str, Any] | None:
    match plan.letter:
        case None:
            return None
        case Receipt() as one:
            return {"outcome": one.outcome, "reason": one.reason, "channel": one.channel, "seq": one.seq, "at": one.at}
        case Withdrawal() as one:
            return {"bundle": one.bundle, "reason": one.reason}
        case Request() as one:
            return {"materials": one.materials, "as_of": one.as_of, "purpose": one.purpose, "deadline": one.deadline}
        case Rotation():
            return {"notice": "rotation"}
        case Revocation():
            return {"notice": "revocation"}


def _say(found: Inspection) -> None:
    say(f"{found.path.name}: {found.title}")
    if found.bundle:
        _say_bundle(found.bundle)
    if found.inventory:
        plan = found.inventory
        say(f"Would add {plan.new} lots and adjust {plan.adjusted}; {plan.known} rows change nothing.")
    say(found.next_step)


def _say_bundle(plan: BundlePlan) -> None:
    manifest, sender = plan.manifest, plan.sender
    say(f"{plan.marking.code}   {plan.kind} number {plan.seq} of {sender.name} ({sender.short_name}, {sender.state})")
    if manifest.handling.marking != plan.marking.code:
        say(f"Its marking '{manifest.handling.marking}' is not known here and counts as the most restrictive one.")
    say(f"Written {manifest.created:%Y-%m-%d %H:%M} UTC, expires {manifest.expires:%Y-%m-%d}; signatures hold.")
    for notice in plan.notices:
        say(f"Note: {_NOTICES[notice]}")
    if plan.header:
        say(f"'{plan.header.title}', as of {plan.header.as_of}: {plan.positions} positions")
        say(f"Scope: {', '.join(plan.header.scope)}")
        if plan.header.note:
            say(f"Note of the sender: {plan.header.note}")
    letter = _letter(plan)
    if letter:
        for name, value in letter.items():
            say(f"  {name.replace('_', ' ')}: {', '.join(value) if isinstance(value, tuple) else value}")
    if plan.comparison:
        _say_changes(plan)


def _say_changes(plan: BundlePlan) -> None:
    compared = plan.comparison
    if compared is None:
        return
    say(f"Against the last statement: {compared.new} new, {compared.changed} changed, {compared.gone} gone")
    if not compared.changes:
        return
    say_table(
        ("", "material", "group", "at", "measure", "before", "now"),
        [
            (one.kind, *views.key_words(one.key), views.quantity_words(one.before.quantity) if one.before else "",
             views.quantity_words(one.after.quantity) if one.after else "")
            for one in compared.changes[:_SHOWN]
        ],
    )  # fmt: skip
    total = compared.new + compared.changed + compared.gone
    if total > _SHOWN:
        say(f"… and {total - _SHOWN} more.")
