"""The main job between three agencies, on real files: set up, verify, release, accept, answer, and two attacks refused.

>>> run_demo(Path("demo-output"), report=print)
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path

from stockpile_client.analysis.cover import Cover, Definition, days_text
from stockpile_client.analysis.joint import Contribution, Says
from stockpile_client.core.errors import InputError, PartnerFileError
from stockpile_client.core.movements import MovementKind
from stockpile_client.core.phrases import joined, phrase
from stockpile_client.core.quantities import MG_PER_TONNE, Interval, WithheldReason
from stockpile_client.disclosure.profile import Profile
from stockpile_client.services.accept import accept, plan_accept
from stockpile_client.services.answer import receipts_due, write_receipt
from stockpile_client.services.cards import export_card, import_card, plan_card
from stockpile_client.services.context import Context
from stockpile_client.services.demo.data import agency_details, load_agency
from stockpile_client.services.disclosure_record import save_profile
from stockpile_client.services.history import list_bundles
from stockpile_client.services.holdings import list_holdings, stream_holdings
from stockpile_client.services.import_inventory import plan_import
from stockpile_client.services.joint import list_joint
from stockpile_client.services.ledger import post_movement
from stockpile_client.services.partners import list_partners, partner_safety_number, verify_partner
from stockpile_client.services.profiles import create_profile
from stockpile_client.services.release import apply_release, plan_release
from stockpile_client.services.resources import resource_path
from stockpile_client.storage.keyfile import STANDARD, KdfCost

AGENCIES = ("us", "jp", "it")
PASSPHRASE = "three agencies, one table"  # noqa: S105 - the demonstration is public, and says so
FIRST_DAY, SECOND_DAY = date(2026, 9, 30), date(2026, 10, 31)
SCOPE = (
    "W", "CO", "NI", "LI", "GA", "GE", "SB", "ND", "DY", "MN", "CR", "TA", "NB", "V", "MG", "GRA", "TI", "RE",
)  # fmt: skip
ROUNDING = {"us": 10 * MG_PER_TONNE, "jp": 5 * MG_PER_TONNE, "it": MG_PER_TONNE}
WITHHELD = {
    "us": {"GE": WithheldReason.DEFENCE, "RE": WithheldReason.NATIONAL_SECURITY},
    "jp": {"GA": WithheldReason.MARKET_EFFECT},
    "it": {"RE": WithheldReason.THIRD_PARTY},
}
_MARKER = "DEMONSTRATION"
"""A file in the folder of a demonstration: what may be made anew, and whose profiles open by themselves."""
_PROFILES = "profiles"

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Where the profiles are (``us``, ``jp``, ``it``), where the files that travelled are, and what was refused."""

    profiles: dict[str, Path]
    post: Path
    passphrase: str
    accepted: int
    refused: tuple[str, ...]


def run_demo(folder: Path, *, report: Report, cost: KdfCost = STANDARD) -> DemoResult:
    """Play the whole story into ``folder``, which is made anew if an earlier demonstration left one.

    ``report`` gets one line for each thing that happens. Raises ``InputError`` (``E_FOLDER``) if the folder holds
    anything that no demonstration made.
    """
    _make_room(folder)
    post = folder / "post"
    post.mkdir(parents=True)
    with _agencies(folder, report, cost) as desks:
        _exchange_cards(desks, post, report)
        accepted = _round(desks, post, FIRST_DAY, report)
        _something_happens(desks["us"], report)
        accepted += _round(desks, post, SECOND_DAY, report, only=(("us", "jp"), ("us", "it")))
        refused = (_tampered(desks, post, report), _replayed(desks, post, report))
        _try_the_guest_file(desks["us"], report)
        _joint_picture(desks["it"], report)
        places = {code: desk.profile.folder.path for code, desk in desks.items()}
    return DemoResult(places, post, PASSPHRASE, accepted, refused)


def is_demonstration(profile: Path) -> bool:
    """Whether a demonstration made the profile in this folder, so that its passphrase is the public one."""
    return (profile.parent.parent / _MARKER).is_file() and profile.parent.name == _PROFILES


def _make_room(folder: Path) -> None:
    marker = folder / _MARKER
    if folder.exists() and any(folder.iterdir()):
        if not marker.is_file():
            raise InputError(
                "E_FOLDER",
                phrase("The folder {name} is not empty.", name=folder.name),
                hint=phrase("Choose another folder."),
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_text("Made by 'stockpile demo'. Illustrative figures; the passphrase is public.\n", "utf-8")


@contextmanager
def _agencies(folder: Path, report: Report, cost: KdfCost) -> Iterator[dict[str, Context]]:
    desks: dict[str, Context] = {}
    try:
        for code in AGENCIES:
            details = agency_details(code)
            created = create_profile(
                folder / _PROFILES / code, passphrase=PASSPHRASE, agency=details, actor="demonstration", cost=cost
            )
            desk = desks[code] = created.context
            loaded = load_agency(desk, code)
            report(
                phrase(
                    "{name}: keys made, database encrypted; {lots} lots, {movements} movements, {claims}"
                    " claims, {requirements} denominators",
                    name=desk.agency.short_name,
                    lots=loaded.lots,
                    movements=loaded.movements,
                    claims=loaded.claims,
                    requirements=loaded.requirements,
                )
            )
        yield desks
    finally:
        for desk in desks.values():
            desk.close()


def _exchange_cards(desks: dict[str, Context], post: Path, report: Report) -> None:
    cards = {code: export_card(desk, post) for code, desk in desks.items()}
    for here, there in permutations(AGENCIES, 2):
        import_card(desks[here], plan_card(desks[here], cards[there].path))
    for here, there in permutations(AGENCIES, 2):
        desk, partner = desks[here], desks[there]
        heard = partner_safety_number(partner, desk.agency.id)  # what the partner reads out on the phone
        number = partner_safety_number(desk, partner.agency.id)
        typed = {group: heard.groups[group - 1] for group in number.to_type}
        verify_partner(desk, partner.agency.id, typed=typed, who="demonstration", how="telephone")
    number = partner_safety_number(desks["us"], desks["jp"].agency.id)
    report(
        phrase(
            "cards exchanged; safety numbers compared, for instance NDS and JOGMEC: {groups}",
            groups=" ".join(number.groups),
        )
    )


def _profile(desks: dict[str, Context], here: str, there: str) -> Profile:
    return Profile(
        name=f"Summary for {desks[there].agency.short_name}",
        audience=(desks[there].agency.id,),
        scope=SCOPE,
        rounding=ROUNDING[here],
        withhold=WITHHELD[here],
    )


def _round(
    desks: dict[str, Context], post: Path, day: date, report: Report, only: tuple[tuple[str, str], ...] = ()
) -> int:
    """Every agency (or those of ``only``) releases to the others, who accept and answer; how many were accepted."""
    pairs = only or tuple(permutations(AGENCIES, 2))
    for here, there in pairs:
        sender, receiver = desks[here], desks[there]
        profile = _profile(desks, here, there)
        save_profile(sender, profile)
        released = apply_release(sender, plan_release(sender, profile=profile, as_of=day), folder=post)
        plan = plan_accept(receiver, released.file.path)
        accept(receiver, plan)
        changes = plan.comparison
        what = (
            phrase(
                "{new} new, {changed} changed, {gone} gone", new=changes.new, changed=changes.changed, gone=changes.gone
            )
            if changes
            else ""
        )
        report(
            phrase(
                "{sender} → {receiver}: statement of {day} as {file}, {positions} positions ({what}),"
                " {marking}: accepted",
                sender=sender.agency.short_name,
                receiver=receiver.agency.short_name,
                day=day,
                file=released.file.path.name,
                positions=plan.positions,
                what=what,
                marking=plan.marking.code,
            )
        )
    for here in AGENCIES:
        for due in receipts_due(desks[here]):
            answer = write_receipt(desks[here], due.digest, folder=post)
            sender = next(desk for desk in desks.values() if desk.agency.id == due.partner)
            accept(sender, plan_accept(sender, answer.file.path))
    states = [
        bundle.state.value for desk in desks.values() for bundle in list_bundles(desk) if bundle.kind == "statement"
    ]
    report(phrase("receipts came back: {count} statements are acknowledged", count=states.count("acknowledged")))
    confirmed = [row.state.value for desk in desks.values() for row in list_partners(desk)]
    report(
        phrase(
            "partners confirmed by a receipt: {confirmed} of {count}",
            confirmed=confirmed.count("confirmed"),
            count=len(confirmed),
        )
    )
    return len(pairs)


def _something_happens(desk: Context, report: Report) -> None:
    """A third of the tungsten ore is released from the stockpile, so that the next statement has news."""
    lot = next(row for row in stream_holdings(desk, as_of=SECOND_DAY, material="W") if row.group == "ore")
    post_movement(
        desk, lot.lot_id, kind=MovementKind.RELEASE, effective=date(2026, 10, 15), gross=-(lot.gross // 3),
        contained=-(lot.contained // 3), reason="illustrative release", counterparty="defence supply chain",
    )  # fmt: skip
    total = next(one for one in list_holdings(desk, as_of=SECOND_DAY).totals if one.material == "W")
    report(
        phrase(
            "NDS releases tungsten ore from lot {lot}; {mass} t W remain in all lots",
            lot=lot.number,
            mass=total.contained // MG_PER_TONNE,
        )
    )


def _tampered(desks: dict[str, Context], post: Path, report: Report) -> str:
    """Someone on the way flips one bit of a new statement."""
    sender, receiver = desks["jp"], desks["it"]
    plan = plan_release(sender, profile=_profile(desks, "jp", "it"), as_of=SECOND_DAY)
    released = apply_release(sender, plan, folder=post)
    data = bytearray(released.file.path.read_bytes())
    data[len(data) // 2] ^= 1
    tampered = post / f"tampered-{released.file.path.name}"
    tampered.write_bytes(data)
    refused = _refused(receiver, tampered)
    report(phrase("JOGMEC → IT-CRM, one bit flipped on the way: {refused}", refused=refused))
    accept(receiver, plan_accept(receiver, released.file.path))
    report(phrase("the untouched file of the same statement is accepted"))
    return refused


def _replayed(desks: dict[str, Context], post: Path, report: Report) -> str:
    """Someone sends September's statement of the US to Japan once more, after October's."""
    receiver = desks["jp"]
    first = next(
        bundle for bundle in reversed(list_bundles(desks["us"]))
        if bundle.kind == "statement" and bundle.partners == (receiver.agency.short_name,)
    )  # fmt: skip
    refused = _refused(receiver, post / first.file_name)
    report(phrase("NDS → JOGMEC, September's statement sent once more after October's: {refused}", refused=refused))
    return refused


def _refused(receiver: Context, path: Path) -> str:
    try:
        accept(receiver, plan_accept(receiver, path))
    except PartnerFileError as error:
        return phrase("refused ({code}). {message}", code=error.code, message=error.message)
    raise InputError("E_DEMONSTRATION", phrase("A file that had to be refused was accepted."))


def _try_the_guest_file(desk: Context, report: Report) -> None:
    plan = plan_import(desk, resource_path("demo", "guest", "us_nds_inventory.csv"))
    counts = plan.table.counts
    report(
        phrase(
            "dry run of published US stockpile tables as they were printed: {rows} rows, {stock} with"
            " stock, {without_number} without a number, {nil} exhausted in words, {rejected} refused",
            rows=counts.rows,
            stock=counts.stock,
            without_number=counts.without_number,
            nil=counts.nil,
            rejected=counts.rejected,
        )
    )


def _joint_picture(desk: Context, report: Report) -> None:
    report(phrase("joint picture at IT-CRM: usable tonnes; days of cover, EU definition (net imports of last year)"))
    for row in list_joint(desk, definition=Definition.EU, materials=("W", "CO", "GE", "GA")):
        total = _tonnes(row.line.total)
        parts = []
        for each in row.line.contributions:
            parts.append(joined((each.agency, _contribution_words(each, row.covers[each.agency]))))
        report(
            phrase(
                "{material}: {total} in all; {parts}",
                material=row.material_name,
                total=total,
                parts=joined(parts, "; "),
            )
        )


def _contribution_words(each: Contribution, cover: Cover) -> str:
    if each.interval is None or each.says not in (Says.GIVEN, Says.NIL):
        reasons = ", ".join(sorted(reason.replace("_", " ") for reason in each.reasons))
        return f"{each.says}: {reasons}" if reasons else str(each.says)
    days = days_text(cover.days) if cover.days else str(cover.reason or "")
    return f"{_tonnes(each.interval)} ({days})"


def _tonnes(interval: Interval) -> str:
    """Whole tonnes outward: the low end rounded down, the high end up."""
    low = interval.low // MG_PER_TONNE
    if interval.high is None:
        return phrase("{low} t or more", low=low)
    high = -(-interval.high // MG_PER_TONNE)
    return phrase("{low}–{high} t", low=low, high=high) if high != low else phrase("{mass} t", mass=low)
