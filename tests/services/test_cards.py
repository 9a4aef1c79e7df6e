"""Agency cards, out and in: what a card is to us, and what importing it does to trust."""

from datetime import timedelta
from pathlib import Path

import pytest

from stockpile_client.bundle.base64text import to_base64
from stockpile_client.bundle.cards import Card, make_card
from stockpile_client.bundle.keys import SecretKeys, generate_keys
from stockpile_client.core.errors import InputError, MachineError, PartnerFileError
from stockpile_client.core.partners import PartnerState
from stockpile_client.services.cards import Known, export_card, import_card, plan_card
from stockpile_client.services.keyring import own_card
from stockpile_client.services.own_keys import rotate_own_keys
from stockpile_client.services.partners import list_partners, partner_row, revoke_partner
from stockpile_client.services.profiles import AgencyDetails, create_profile
from tests.services.agencies import COST, PASSPHRASE, START, Agencies, TestClock


def forged(desk_card: Card, *, epoch_after: Card | None = None, keys: SecretKeys | None = None) -> Card:
    """A card that claims to continue an agency's, by somebody who has none of its keys."""
    return make_card(
        keys or generate_keys(), name=desk_card.name, short=desk_card.short, country=desk_card.country,
        recovery=desk_card.recovery, created=START, expires=START + timedelta(days=300),
        previous=epoch_after or desk_card,
    )  # fmt: skip


def written(folder: Path, card: Card) -> Path:
    path = folder / "given.agency-card"
    path.write_bytes(card.to_bytes())
    return path


def test_a_card_that_nobody_gave_us_before_is_a_new_partner(agencies: Agencies, tmp_path: Path) -> None:
    made = create_profile(
        tmp_path / "kr", passphrase=PASSPHRASE, agency=AgencyDetails("Korea", "KR", "KR"), actor="k", cost=COST,
        clock=TestClock(),
    )  # fmt: skip
    file = export_card(made.context, tmp_path)
    made.context.close()
    plan = plan_card(agencies.us.ctx, file.path)
    assert (plan.known, plan.fingerprint, file.path.name) == (Known.NEW, file.fingerprint, "KR.agency-card")
    import_card(agencies.us.ctx, plan)
    row = partner_row(agencies.us.ctx, file.agency_id)
    assert (row.state, row.verified_by, row.epoch) == (PartnerState.IMPORTED, "", 1)
    with pytest.raises(InputError) as error:
        agencies.us.release(file.agency_id)
    assert error.value.code == "E_RELEASE"


def test_the_same_card_again_changes_nothing(agencies: Agencies) -> None:
    before = agencies.us.dump()
    plan = plan_card(agencies.us.ctx, agencies.cards["jp"])
    assert plan.known is Known.SAME
    assert import_card(agencies.us.ctx, plan).kinds == frozenset()
    assert agencies.us.dump() == before


def test_our_own_card_is_no_partner(agencies: Agencies) -> None:
    plan = plan_card(agencies.us.ctx, agencies.cards["us"])
    assert plan.known is Known.OWN
    with pytest.raises(InputError) as error:
        import_card(agencies.us.ctx, plan)
    assert error.value.code == "E_CARD"


def test_a_changed_key_falls_back_to_imported_and_stops_the_exchange(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    path = jp.release("us")
    plan = plan_card(us.ctx, written(agencies.folder, forged(own_card(jp.ctx))))
    assert plan.known is Known.CHANGED_KEY
    assert plan.words.startswith("THE KEYS")
    import_card(us.ctx, plan)
    row = partner_row(us.ctx, jp.id)
    assert (row.state, row.epoch, row.verified_by) == (PartnerState.IMPORTED, 2, "")
    with pytest.raises(PartnerFileError) as error:
        us.take(path)
    assert error.value.code == "E_UNTRUSTED_SENDER"
    with pytest.raises(InputError, match="cannot be released"):
        us.release("jp")


def test_a_forged_card_of_a_later_epoch_does_not_shut_the_real_one_out(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    import_card(us.ctx, plan_card(us.ctx, written(agencies.folder, forged(own_card(jp.ctx)))))
    plan = plan_card(us.ctx, agencies.cards["jp"])
    assert plan.known is Known.CHANGED_KEY
    import_card(us.ctx, plan)
    assert partner_row(us.ctx, jp.id).state is PartnerState.IMPORTED
    us.verify("jp")
    us.take(jp.release("us"))


def test_a_card_that_a_verified_one_has_replaced_does_not_come_back(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    us.take(rotate_own_keys(jp.ctx, folder=agencies.post).notices["US"].path)
    before = us.dump()
    plan = plan_card(us.ctx, agencies.cards["jp"])
    assert plan.known is Known.OLDER
    with pytest.raises(InputError) as error:
        import_card(us.ctx, plan)
    assert error.value.code == "E_CARD"
    assert us.dump() == before


def test_a_card_that_was_revoked_does_not_come_back_by_way_of_another(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    revoke_partner(us.ctx, jp.id, reason="keys stolen")
    import_card(us.ctx, plan_card(us.ctx, written(agencies.folder, forged(own_card(jp.ctx)))))
    assert plan_card(us.ctx, agencies.cards["jp"]).known is Known.OLDER


def test_an_expired_card_is_not_imported_and_not_sent_to(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    card = forged(own_card(jp.ctx))
    agencies.clock.advance(days=300)
    plan = plan_card(us.ctx, written(agencies.folder, card))
    assert plan.expired
    before = us.dump()
    with pytest.raises(InputError) as error:
        import_card(us.ctx, plan)
    assert (error.value.code, us.dump() == before) == ("E_CARD", True)
    agencies.clock.advance(days=3 * 365)
    with pytest.raises(InputError) as error:
        us.release("jp")
    assert error.value.code == "E_CARD"


def test_a_plan_is_outdated_once_the_partner_has_another_card(agencies: Agencies) -> None:
    us, jp = agencies.us, agencies.jp
    one, other = (forged(own_card(jp.ctx)) for _ in range(2))
    plan = plan_card(us.ctx, written(agencies.folder, one))
    import_card(us.ctx, plan)
    with pytest.raises(InputError) as error:
        import_card(us.ctx, plan)
    assert error.value.code == "E_PLAN_OUTDATED"
    import_card(us.ctx, plan_card(us.ctx, written(agencies.folder, other)))
    assert len(list_partners(us.ctx)) == 2


@pytest.mark.parametrize("cut", [0, 1, 512, 4000])
def test_a_file_that_is_no_card_is_refused(agencies: Agencies, cut: int) -> None:
    path = agencies.folder / "cut.agency-card"
    path.write_bytes(agencies.cards["jp"].read_bytes()[:cut])
    before = agencies.us.dump()
    with pytest.raises(PartnerFileError) as error:
        plan_card(agencies.us.ctx, path)
    assert error.value.code == "E_NOT_BUNDLE"
    with pytest.raises(MachineError) as missing:
        plan_card(agencies.us.ctx, agencies.folder / "nowhere")
    assert missing.value.code == "E_FILE"
    assert agencies.us.dump() == before


def test_13_a_card_with_a_swapped_key_is_refused(agencies: Agencies) -> None:
    data = agencies.cards["jp"].read_bytes()
    path = agencies.folder / "swapped.agency-card"
    us_key, jp_key = own_card(agencies.us.ctx).keys, own_card(agencies.jp.ctx).keys
    mine, theirs = to_base64(us_key.signing.ed25519).encode(), to_base64(jp_key.signing.ed25519).encode()
    assert theirs in data
    path.write_bytes(data.replace(theirs, mine))
    with pytest.raises(PartnerFileError) as error:
        plan_card(agencies.us.ctx, path)
    assert error.value.code == "E_DIGEST"
