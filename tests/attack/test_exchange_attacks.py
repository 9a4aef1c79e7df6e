"""What a partner, or whoever carries the post, may try with the books of an agency; numbers as in the threat list."""

import csv
import json
import zipfile
from pathlib import Path

import pytest

from stockpile_client.analysis.cover import Definition
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.services.accept import plan_accept
from stockpile_client.services.answer import start_new_channel
from stockpile_client.services.disclosure_record import received_statement
from stockpile_client.services.exports import write_table
from stockpile_client.services.history import list_bundles, list_channels
from stockpile_client.services.joint import list_joint
from stockpile_client.services.partners import suspend_partner
from stockpile_client.services.received import list_received, received_positions
from tests.bundle.forge import line, statement_files
from tests.services.agencies import Agencies, Desk
from tests.services.rogue import Rogue
from tests.strategies import HOSTILE_TEXT


def refused(desk: Desk, path: Path) -> str:
    """The code of a refusal that leaves everything but the audit log as it was."""
    before = desk.dump()
    with pytest.raises(PartnerFileError) as error:
        plan_accept(desk.ctx, path)
    assert desk.dump() == before
    assert not list(desk.ctx.quarantine.iterdir())
    return error.value.code


# 4, 7, 8: channels that belong to somebody else


def test_7_a_partner_cannot_write_into_the_channel_of_another(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    plan = jp.take(us.release("jp", "it"))
    rogue = Rogue(it, (jp,))
    for seq, prev in ((2, plan.digest), (1, "0" * 64), (9, "1" * 64)):
        path = rogue.write(agencies.post, channel=plan.manifest.channel, seq=seq, prev=prev)
        assert refused(jp, path) == "E_SCHEMA"
    assert jp.take(us.release("jp", "it")).arrival == "next"


def test_7_a_partner_cannot_write_into_the_channel_by_which_we_send(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    jp.take(us.release("jp"))
    channel = list_channels(us.ctx)[0].channel
    for seq, prev in ((2, "1" * 64), (1, "0" * 64)):
        assert refused(us, Rogue(jp, (us,)).write(agencies.post, channel=channel, seq=seq, prev=prev)) == "E_SCHEMA"
    assert jp.take(us.release("jp")).seq == 2


def test_7_a_partner_cannot_close_the_channel_of_another_or_ours(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    theirs = jp.take(us.release("jp", "it")).manifest.channel
    jp.release("it")
    ours = list_channels(jp.ctx)[-1].channel
    for channel in (theirs, ours):
        path = Rogue(it, (jp,)).write(agencies.post, channel="ab" * 16, succeeds=channel)
        assert refused(jp, path) == "E_SCHEMA"
    assert jp.take(us.release("jp", "it")).seq == 2


def test_7_a_continued_channel_is_continued_by_its_own_sender_alone(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    unknown = us.release("jp", "it")
    channel = list_channels(us.ctx)[0].channel
    jp.take(Rogue(it, (jp,)).write(agencies.post, succeeds=channel))
    plan = jp.take(unknown)
    assert (plan.manifest.channel, plan.seq) == (channel, 1)
    start_new_channel(us.ctx, channel, reason="audience changed")
    jp.take(us.release("jp", "it"))
    assert {row.channel: row.state for row in list_channels(jp.ctx)}[channel] == "closed"


def test_5_a_channel_has_one_audience(agencies: Agencies) -> None:
    us, jp, it = agencies.us, agencies.jp, agencies.it
    one, first = Rogue(us, (jp,)).write_signed(agencies.post, channel="ab" * 16)
    jp.take(one)
    wider = Rogue(us, (jp, it)).write(agencies.post, channel="ab" * 16, seq=2, prev=first)
    assert refused(jp, wider) == "E_SCHEMA"
    assert jp.take(Rogue(us, (jp,)).write(agencies.post, channel="ab" * 16, seq=2, prev=first)).arrival == "next"


def test_4_a_replayed_or_reordered_file_never_counts_twice(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    paths = [us.release("jp", scope=scope) for scope in (("W",), ("W", "CO"), ("CO",))]
    for path in reversed(paths):
        jp.take(path)
    before = jp.dump()
    for path in paths:
        assert plan_accept(jp.ctx, path).already_imported
    assert jp.dump() == before
    assert len(list_received(jp.ctx)) == 3


def test_2_nothing_of_a_suspended_partner_is_read(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = us.release("jp")
    suspend_partner(jp.ctx, us.id, reason="stick lost")
    assert refused(jp, path) == "E_SUSPENDED"
    assert list_bundles(jp.ctx) == []


# 3: a changed file


def test_3_a_file_changed_anywhere_leaves_the_books_as_they_were(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    whole = us.release("jp").read_bytes()
    before = jp.dump()
    for place in range(0, len(whole), len(whole) // 40):
        path = agencies.post / "changed.stockpile"
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(PartnerFileError):
            plan_accept(jp.ctx, path)
    assert jp.dump() == before


# 12: hostile records

BAD_LINES = [
    b"[" * 10_000 + b"\n",
    line().replace(b'"1204.5"', b'{"a":' * 50 + b"1" + b"}" * 50),
    line().replace(b'"1204.5"', b"NaN"),
    line().replace(b'"1204.5"', b"1204.5"),
    line().replace(b"1204.5", b"1e999"),
    line().replace(b"1204.5", b"-1"),
    line().replace(b"1204.5", b"9" * 19),
    line(days=2**63),
    line(days=-1),
    line(days=1.5),
    line().replace(b'{"material": "W"', b'{"material": "W", "material": "CO"'),
    line().replace(b"country:IT", b"country:\\ud800"),
    line().replace(b"country:IT", b"country:\xff"),
    line(material=""),
    line(material="'; DROP TABLE lot; --"),
    line(at="nowhere"),
    line(extra="field"),
    line(cross_border="yes"),
    b"null\n",
    b"\n",
    *(line(at=f"exact:{text}") for text in HOSTILE_TEXT),
    *(line(holder=text) for text in HOSTILE_TEXT[:4]),
]


def test_12_hostile_records_are_refused_and_nothing_of_the_statement_stays(agencies: Agencies) -> None:
    us = agencies.us
    rogue = Rogue(agencies.jp, (us,))
    good = line(at="country:US")
    codes = {refused(us, rogue.write(agencies.post, statement_files(good + bad))) for bad in BAD_LINES}
    assert codes <= {"E_SCHEMA", "E_LIMIT"}
    for field in ("title", "note"):
        for text in HOSTILE_TEXT:
            files = statement_files(line(), **{field: text})
            assert refused(us, rogue.write(agencies.post, files)) in ("E_SCHEMA", "E_LIMIT")


PLAIN_BUT_NASTY = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "'; DROP TABLE statement; --",
    '"; SELECT 1; --',
    "<b>bold</b><img src=file:///etc/passwd>",
    "../../etc/passwd",
    "{0.__class__}",
    "%s%n",
    "$(reboot)",
    "x" * 200,
]
"""Text that the rules let through, because it is only text: it must stay text in every list and every export."""


def test_12_text_stays_text_in_lists_and_tables(agencies: Agencies, tmp_path: Path) -> None:
    us, jp = agencies.us, agencies.jp
    lines = b"".join(line(at=f"exact:{text}") for text in PLAIN_BUT_NASTY)
    files = statement_files(lines, title=PLAIN_BUT_NASTY[0], note=PLAIN_BUT_NASTY[7])
    us.take(Rogue(jp, (us,)).write(agencies.post, files, handling={"marking": "=1+1", "onward": "none"}))
    (received,) = list_received(us.ctx)
    assert (received.header.title, received.header.note) == (PLAIN_BUT_NASTY[0], PLAIN_BUT_NASTY[7])
    window = received_positions(us.ctx, received.row)
    places = [position.key.at for position in window.rows(0, window.count())]
    assert sorted(places) == sorted(f"exact:{text}" for text in PLAIN_BUT_NASTY)
    assert us.db.execute("SELECT count(*) FROM lot").fetchone()[0] > 0

    cells = [[text.removeprefix("exact:"), received.header.title, received.marking] for text in places]
    header = ("Place", "Title", "Marking")
    for name in ("table.csv", "table.xlsx"):
        write_table(tmp_path / name, header, iter(cells))
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in list(csv.reader(stream))[1:]:
            assert not any(cell.lstrip()[:1] in tuple("=+-@＝") for cell in row)
    with zipfile.ZipFile(tmp_path / "table.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any("<f>" in sheet or "<f " in sheet or "hyperlink" in sheet for sheet in sheets)


@pytest.mark.parametrize(
    "changes", [{"material": "UNOBTAINIUM"}, {"basis": "element:XX", "at": "bloc:?"}, {"form": "W-NEW"}]
)
def test_12_words_that_our_catalogue_does_not_have_break_no_view(agencies: Agencies, changes: dict[str, str]) -> None:
    us, jp = agencies.us, agencies.jp
    scope = list({"W", changes.get("material", "W")})
    us.take(Rogue(jp, (us,)).write(agencies.post, statement_files(line() + line(**changes), scope=scope)))
    received = received_statement(us.ctx, jp.id)
    assert received is not None
    assert len(received[1]) == 2
    for definition in (Definition.EU, Definition.JAPAN):
        shown = {row.line.material: row.material_name for row in list_joint(us.ctx, definition=definition)}
        assert shown.get("UNOBTAINIUM", "UNOBTAINIUM") == "UNOBTAINIUM"


def test_12_days_and_dates_at_their_ends_break_no_view(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    rogue = Rogue(jp, (us,))
    for as_of in ("9999-12-31", "0001-01-01"):
        us.take(rogue.write(agencies.post, statement_files(line(days=36_500), as_of=as_of)))
    for definition in (Definition.EU, Definition.JAPAN):
        assert list_joint(us.ctx, definition=definition)
    assert len(list_received(us.ctx)) == 2
    assert json.dumps([str(row.header.as_of) for row in list_received(us.ctx)])
