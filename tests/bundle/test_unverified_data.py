"""Data that the sender did not sign reaches no unpacker and no parser (docs/decisions/0002).

Any recipient of a bundle holds its MANIFEST and both signatures, and can encrypt them again with other data behind.
"""

import io
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from stockpile_client.bundle import age
from stockpile_client.bundle.channels import ChannelState
from stockpile_client.bundle.manifest import (
    NO_PREVIOUS,
    Addressee,
    DataFile,
    Handling,
    Manifest,
    Sender,
    encode_manifest,
)
from stockpile_client.bundle.opening import PinnedKeys, Receiver, open_bundle
from stockpile_client.bundle.package import PackageWriter
from stockpile_client.bundle.signatures import MANIFEST_TYPE
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.partners import PartnerState
from tests.bundle.agencies import CREATED, first_card, keys_of

SENDER, RECEIVER = first_card("a"), first_card("b")
SIGNED = {"statement.json": b"{}", "positions.ndjson.gz": b"signed by the sender"}


def manifest() -> Manifest:
    cards = sorted((SENDER, RECEIVER), key=lambda card: card.agency)
    return Manifest(
        v=1,
        kind="statement",
        bundle="0" * 32,
        sender=Sender(SENDER.agency, 1, SENDER.keys.digest().hex()),
        to=tuple(Addressee(card.agency, card.keys.recipient_digest().hex()) for card in cards),
        stanzas=4,
        channel="c" * 32,
        seq=1,
        prev=NO_PREVIOUS,
        created=CREATED,
        expires=CREATED + timedelta(days=90),
        next_by=None,
        handling=Handling("TLP:AMBER", "none"),
        agreement=None,
        schema="sx-statement/1",
        supersedes=None,
        files=tuple(
            DataFile(name, "application/json", len(content), sha256(content).hexdigest(), len(content), 0)
            for name, content in SIGNED.items()
        ),
        reply_to=None,
        crit=(),
    )


def bundle_with(files: dict[str, bytes], *, tail: bytes = b"") -> bytes:
    """The sender's signed manifest in front of ``files``, encrypted to the receiver by whoever holds it."""
    body = encode_manifest(manifest())
    signatures = keys_of("a").signing.sign(MANIFEST_TYPE, body)
    members = [
        replace(member, sha256=sha256(content).digest())
        for member, content in zip(manifest().members(), files.values(), strict=True)
    ]
    plain = io.BytesIO()
    writer = PackageWriter(plain, body, signatures.ed25519, signatures.mldsa65, members)
    for content in files.values():
        writer.add(io.BytesIO(content))
    writer.finish()
    sealed = io.BytesIO()
    recipients = [keys_of("b").identity.recipient(), *(age.dummy_recipient() for _ in range(3))]
    age.encrypt(io.BytesIO(plain.getvalue() + tail), sealed, recipients)
    return sealed.getvalue()


def opens(folder: Path, data: bytes) -> None:
    (folder / "sx-00000000.stockpile").write_bytes(data)
    (folder / "quarantine").mkdir()
    receiver = Receiver(
        agency=RECEIVER.agency,
        identities=[keys_of("b").identity],
        pinned=[PinnedKeys(SENDER.agency, 1, SENDER.keys, PartnerState.VERIFIED)],
        channel=lambda _agency, _channel: ChannelState(),
    )
    path = folder / "sx-00000000.stockpile"
    with open_bundle(path, receiver=receiver, quarantine=folder / "quarantine", now=CREATED):
        pass


def test_what_the_sender_signed_is_opened(tmp_path: Path) -> None:
    opens(tmp_path, bundle_with(SIGNED))


@pytest.mark.parametrize("name", SIGNED)
def test_other_data_behind_a_signed_manifest_is_refused_before_it_is_looked_at(tmp_path: Path, name: str) -> None:
    hostile = {**SIGNED, name: bytes(len(SIGNED[name]))}
    with pytest.raises(PartnerFileError) as refused:
        opens(tmp_path, bundle_with(hostile))
    assert refused.value.code == "E_DIGEST"


def test_a_tail_behind_a_signed_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PartnerFileError) as refused:
        opens(tmp_path, bundle_with(SIGNED, tail=b"\0" * 512))
    assert refused.value.code == "E_DIGEST"
