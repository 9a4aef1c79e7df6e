"""Behaviour of the repositories of what is exchanged: identity, partners, channels, bundles, statements, the ledger."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import IntegrityError

from stockpile_client.core.errors import InternalError, MachineError
from stockpile_client.core.partners import PartnerEvent, PartnerState
from stockpile_client.core.quantities import Exact
from stockpile_client.core.requirements import Requirement, RequirementKind
from stockpile_client.core.statements import Position, PositionKey, StatementHeader
from stockpile_client.disclosure.profile import Profile
from stockpile_client.storage import (
    bundles,
    channels,
    disclosure_profiles,
    identity,
    imports,
    ledger,
    partners,
    positions,
    statements,
)
from stockpile_client.storage.bundles import BundleState, StoredBundle
from stockpile_client.storage.channels import NO_PREVIOUS, Channel, ChannelState, Direction, Reservation
from stockpile_client.storage.imports import ImportBatch
from stockpile_client.storage.partners import Agreement, Partner, StoredCard
from tests import strategies as values

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
OURS, THEIRS, OTHERS = "a" * 26, "b" * 26, "c" * 26
HEADER = StatementHeader(date(2026, 6, 30), "Mid-year", ("W",))

many_examples = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def bundle(seq=1, *, sender=THEIRS, direction=Direction.IN, content=b"manifest"):
    manifest = content + str(seq).encode()
    return StoredBundle(
        digest=sha256(manifest).hexdigest(), id=f"{seq:032x}", direction=direction, kind="statement", sender=sender,
        channel="d" * 32, seq=seq, created=NOON, recorded=NOON + timedelta(days=seq), marking="TLP:AMBER",
        file_name="sx-00000000.stockpile", manifest=manifest, reply_to=None, state=BundleState.WRITTEN, state_at=NOON,
    )  # fmt: skip


def position(material="W", mg=1_000, at="country:IT"):
    return Position(PositionKey(material, "oxide", "", at, "", "contained"), f"element:{material}", Exact(mg))


def standing(db, number=1, *, agency=THEIRS, header=HEADER, lines=(), supersedes=None):
    row = statements.stage(db, id=f"{number:032x}", agency=agency, header=header, recorded=NOON, supersedes=supersedes)
    positions.add(db, row, map(positions.row_of, lines))
    statements.promote(db, row, bundle=None)
    return row


# Identity and partners -----------------------------------------------------------------------------------------------


def test_the_latest_epoch_is_current_and_earlier_ones_stay(db):
    for epoch in (1, 2):
        identity.save(
            db, agency=OURS, epoch=epoch, name="Agency", short_name="AG", country="IT",
            card=b"card", secret=b"secret-%d" % epoch, created=NOON,
        )  # fmt: skip
    assert identity.current(db).secret == b"secret-2"
    assert [stored.epoch for stored in identity.every(db)] == [2, 1]
    assert "secret" not in repr(identity.current(db))


def test_a_profile_without_an_identity_says_so(db):
    with pytest.raises(MachineError) as refusal:
        identity.current(db)
    assert refusal.value.code == "E_NO_IDENTITY"


@pytest.fixture
def partner(db):
    card = StoredCard("e" * 64, THEIRS, 1, "f" * 64, b"\x00card\xff", NOON)
    partners.add_card(db, card)
    partners.add_card(db, card)
    made = Partner(THEIRS, "Their Agency", "THEIR", "JP", card.digest, PartnerState.IMPORTED, NOON)
    partners.put(db, made)
    return made


def test_a_partner_and_its_card_come_back_as_they_went_in(db, partner):
    assert partners.get(db, THEIRS) == partner
    assert partners.every(db) == [partner]
    assert partners.get(db, OTHERS) is None
    assert partners.card(db, partner.card).received == b"\x00card\xff"
    assert [card.digest for card in partners.cards_of(db, THEIRS)] == [partner.card]


def test_every_step_of_trust_is_kept_with_who_and_how(db, partner):
    later = NOON + timedelta(hours=1)
    partners.step(
        db, THEIRS, PartnerEvent.SAFETY_NUMBER_COMPARED, PartnerState.VERIFIED, who="officer", how="phone", at=later
    )
    assert partners.get(db, THEIRS) == replace(partner, state=PartnerState.VERIFIED, state_at=later)
    (step,) = partners.steps(db, THEIRS)
    assert (step.event, step.state, step.who, step.how, step.at, step.card) == (
        PartnerEvent.SAFETY_NUMBER_COMPARED, PartnerState.VERIFIED, "officer", "phone", later, partner.card,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="append-only"):
        db.execute("UPDATE partner_step SET who = 'x'")


def test_a_step_of_nobody_is_a_bug(db):
    with pytest.raises(InternalError):
        partners.step(db, THEIRS, PartnerEvent.REVOKED, PartnerState.REVOKED, who="x", how="x", at=NOON)


def test_an_agreement_comes_back_and_can_be_replaced(db):
    agreement = Agreement("1" * 36, "Memorandum", (OURS, THEIRS), "planning", "TLP:AMBER", ("W", "CO"), 90)
    partners.put_agreement(db, agreement)
    partners.put_agreement(db, replace(agreement, cadence_days=None))
    assert partners.agreements(db) == [replace(agreement, cadence_days=None)]


# Channels and bundles ------------------------------------------------------------------------------------------------


@pytest.fixture
def channel(db):
    made = Channel("d" * 32, Direction.OUT, OURS, (OURS, THEIRS), next_by=NOON)
    channels.add(db, made)
    return made


def test_a_channel_comes_back_and_is_found_by_its_audience_in_any_order(db, channel):
    assert channels.get(db, channel.id) == channel
    assert channels.every(db) == [channel]
    assert channels.outgoing(db, (THEIRS, OURS)) == channel
    assert channels.outgoing(db, (OURS, OTHERS)) is None
    channels.set_state(db, channel.id, ChannelState.CLOSED, note="another audience")
    assert channels.outgoing(db, (OURS, THEIRS)) is None


def test_a_burned_number_is_never_used_again(db, channel):
    assert channels.reserve(db, channel.id) == Reservation(1, NO_PREVIOUS)
    assert channels.reserve(db, channel.id) == Reservation(2, NO_PREVIOUS)
    channels.advance(db, channel.id, seq=2, digest="9" * 64, next_by=None)
    assert channels.reserve(db, channel.id) == Reservation(3, "9" * 64)


def test_a_head_never_moves_back_or_stands_still(db, channel):
    channels.advance(db, channel.id, seq=5, digest="9" * 64, next_by=NOON)
    for seq in (5, 4):
        with pytest.raises(InternalError) as refusal:
            channels.advance(db, channel.id, seq=seq, digest="8" * 64, next_by=None)
        assert refusal.value.code == "E_CHANNEL_HEAD"
    assert channels.get(db, channel.id).head_digest == "9" * 64
    assert channels.reserve(db, channel.id).seq == 6


def test_receipts_out_of_order_leave_the_highest_number_acknowledged(db, channel):
    for seq in (2, 1):
        channels.acknowledge(db, channel.id, seq)
    assert channels.get(db, channel.id).acknowledged_seq == 2


@pytest.mark.parametrize("action", [
    lambda db: channels.reserve(db, "0" * 32),
    lambda db: channels.acknowledge(db, "0" * 32, 1),
    lambda db: channels.set_state(db, "0" * 32, ChannelState.GAP, note=""),
])  # fmt: skip
def test_a_channel_that_is_not_there_is_a_bug(db, action):
    with pytest.raises(InternalError):
        action(db)


def test_only_the_state_of_a_bundle_changes(db):
    stored = bundle()
    bundles.add(db, stored)
    assert bundles.get(db, stored.digest) == stored
    bundles.set_state(db, stored.digest, BundleState.REJECTED, at=NOON, reason="wrong material")
    assert bundles.get(db, stored.digest) == replace(stored, state=BundleState.REJECTED, reason="wrong material")
    with pytest.raises(IntegrityError, match="only the state"):
        db.execute("UPDATE bundle SET manifest = x'00'")
    with pytest.raises(InternalError):
        bundles.set_state(db, "0" * 64, BundleState.REJECTED, at=NOON)


def test_both_sides_of_a_fork_are_kept(db):
    first, second = bundle(3), bundle(3, content=b"another")
    for one in (first, second, bundle(4)):
        bundles.add(db, one)
    assert bundles.at(db, first.channel, 3) == [first, second] == bundles.of_id(db, first.id)
    assert [one.seq for one in bundles.every(db)] == [4, 3, 3]


# Statements and the ledger -------------------------------------------------------------------------------------------


@many_examples
@given(values.statements(), st.lists(values.requirements(), max_size=3, unique_by=lambda one: (one.kind, one.source)))
def test_a_statement_comes_back_as_it_went_in(db, undone, statement, stated):
    header, lines = statement
    with undone():
        row = statements.stage(db, id="1" * 32, agency=THEIRS, header=header, recorded=NOON)
        positions.add(db, row, map(positions.row_of, lines))
        statements.add_requirements(db, row, stated)
        assert statements.get(db, THEIRS, "1" * 32) is None
        statements.promote(db, row, bundle=None)
        stored = statements.get(db, THEIRS, "1" * 32)
        assert (stored.header, stored.recorded, stored.withdrawn) == (header, NOON, None)
        assert list(positions.of_statement(db, row)) == sorted(lines, key=lambda line: line.key)
        assert positions.count(db, row) == len(lines)
        assert sorted(map(repr, statements.requirements(db, row))) == sorted(map(repr, stated))


@pytest.mark.parametrize("change", [
    "UPDATE statement SET as_of = '2020-01-01'",
    "DELETE FROM statement",
    "UPDATE position_page SET number = 7",
    "DELETE FROM position_page",
    "INSERT OR REPLACE INTO position_page SELECT * FROM position_page",
    "UPDATE position_order SET part = 7",
    "DELETE FROM position_order",
    "INSERT INTO loose_position VALUES (1, 'W', '', '', '', '', '', x'')",
    "UPDATE stated_requirement SET year = 1999",
    "DELETE FROM stated_requirement",
])  # fmt: skip
def test_a_standing_statement_is_never_changed(db, change):
    row = statements.stage(db, id="1" * 32, agency=THEIRS, header=HEADER, recorded=NOON)
    positions.add(db, row, [positions.row_of(position())])
    statements.add_requirements(db, row, [Requirement("W", "IT", 2025, RequirementKind.CONSUMPTION, Exact(1))])
    statements.promote(db, row, bundle=None)
    with pytest.raises(IntegrityError, match="never changed"):
        db.execute(change)
    with pytest.raises(IntegrityError, match="never changed"):
        positions.add(db, row, [positions.row_of(position("CO"))])
    with pytest.raises(InternalError):
        statements.promote(db, row, bundle=None)
    assert list(positions.of_statement(db, row)) == [position()]


def test_a_key_stands_once_in_a_statement(db):
    row = statements.stage(db, id="1" * 32, agency=THEIRS, header=HEADER, recorded=NOON)
    with pytest.raises(IntegrityError):
        positions.add(db, row, [positions.row_of(position(mg=1)), positions.row_of(position(mg=2))])


def test_what_was_staged_and_never_promoted_vanishes_and_nothing_else_does(db):
    kept = standing(db, 1, lines=[position()])
    for number in (2, 3):
        row = statements.stage(db, id=f"{number:032x}", agency=THEIRS, header=HEADER, recorded=NOON)
        positions.add(db, row, [positions.row_of(position())])
        statements.add_requirements(db, row, [Requirement("W", "IT", 2025, RequirementKind.CONSUMPTION, Exact(1))])
    assert statements.discard_staged(db) == 2
    assert statements.discard_staged(db) == 0
    assert [one.row for one in statements.every(db)] == [kept]
    assert db.execute("SELECT count(*) FROM position_page").fetchone() == (1,)


def test_the_statement_in_force_is_the_latest_that_was_neither_superseded_nor_withdrawn(db):
    early = standing(db, 1, header=replace(HEADER, as_of=date(2026, 3, 31)))
    first = standing(db, 2)
    assert statements.latest(db, THEIRS).row == first
    corrected = standing(db, 3, supersedes=f"{2:032x}")
    assert statements.latest(db, THEIRS).row == corrected
    bundles.add(db, bundle())
    statements.withdraw(db, corrected, bundle=bundle().digest, reason="wrong unit", at=NOON)
    assert statements.latest(db, THEIRS).row == early
    assert statements.get(db, THEIRS, f"{3:032x}").withdrawn == "wrong unit"
    assert [one.row for one in statements.every(db, agency=THEIRS)] == [corrected, first, early]


def test_no_agency_can_supersede_or_take_the_id_of_a_statement_of_another(db):
    theirs = standing(db, 1)
    standing(db, 1, agency=OTHERS)
    standing(db, 2, agency=OTHERS, supersedes=f"{1:032x}")
    assert statements.latest(db, THEIRS).row == theirs
    assert statements.get(db, THEIRS, f"{1:032x}").row == theirs


def test_the_ledger_says_who_got_which_value_when_and_in_which_bundle(db):
    lines = [position("CO", 7), position("W", 8)]
    row = standing(db, 1, agency=OURS, lines=lines)
    sent = bundle(1, sender=OURS, direction=Direction.OUT)
    bundles.add(db, sent)
    ledger.record(db, row, [THEIRS, OTHERS], bundle=sent.digest, at=NOON)
    assert [(value.agency, value.position) for value in ledger.released(db)] == [
        (agency, line) for agency in (THEIRS, OTHERS) for line in lines
    ]
    (value,) = ledger.released(db, agency=THEIRS, material="W")
    assert (value.position.quantity, value.at, value.bundle, value.seq, value.as_of, value.statement) == (
        Exact(8), NOON, sent.digest, 1, HEADER.as_of, f"{1:032x}",
    )  # fmt: skip
    assert [value.agency for value in ledger.released(db, offset=1, limit=2)] == [THEIRS, OTHERS]
    assert ledger.recipients(db, row) == (THEIRS, OTHERS)
    assert statements.latest_released_to(db, THEIRS).row == row
    assert statements.latest_released_to(db, "z" * 26) is None
    with pytest.raises(IntegrityError, match="append-only"):
        db.execute("DELETE FROM release")


# Imports and profiles ------------------------------------------------------------------------------------------------


def test_the_same_rows_in_another_file_are_known(db):
    rows = [bytes([number]) * 32 for number in range(3)]
    batch = ImportBatch("1" * 64, "inventory", "stock.csv", NOON, 2, 0, 0)
    imports.record(db, batch, rows[:2])
    assert imports.get(db, batch.digest) == batch
    assert imports.get(db, "2" * 64) is None
    assert imports.every(db) == [batch]
    assert imports.new_rows(db, rows) == {rows[2]}


def test_the_last_way_of_reading_the_same_columns_is_remembered(db):
    columns = ("Material", "Menge (t)")
    assert imports.remembered_mapping(db, columns) is None
    imports.remember_mapping(db, columns, {"Material": "material"}, at=NOON)
    imports.remember_mapping(db, columns, {"Material": "material", "Menge (t)": "gross"}, at=NOON)
    assert imports.remembered_mapping(db, columns) == {"Material": "material", "Menge (t)": "gross"}
    assert imports.remembered_mapping(db, columns[::-1]) is None


def test_every_version_of_a_disclosure_profile_is_kept(db):
    coarse = Profile("Summary", (THEIRS,), ("W",), rounding=1_000)
    fine = replace(coarse, rounding=10)
    other = replace(coarse, name="Another")
    versions = [disclosure_profiles.save(db, each, at=NOON) for each in (coarse, coarse, fine, coarse, other)]
    assert versions == [1, 1, 2, 3, 1]
    assert disclosure_profiles.latest(db) == {"Another": other, "Summary": coarse}
    assert disclosure_profiles.of_digest(db, fine.digest) == fine
    assert disclosure_profiles.of_digest(db, "0" * 64) is None
