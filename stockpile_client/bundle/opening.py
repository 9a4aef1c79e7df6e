"""Opening a bundle, in the order of BUNDLE.md section 7: steps 1 to 10 here, step 11 in :mod:`.reading`.

    1 copy to quarantine   2 header   3 unwrap   4 header MAC
    5 pass 1: decrypt to the end, hold manifest and signatures, hash the rest and write nothing
    6 try the pinned key sets   7 both signatures   8 parse the manifest
    9 addressee, stanza count, channel, clock, partner state   10 what the preview shows

Rules
- Before step 7 every failure is ``E_CANNOT_OPEN`` in one and the same words; what can be seen without a key is the
  exception (`policy.read_header`). Nothing of the content is parsed before both signatures hold.
- No data is unpacked or parsed before all of it was hashed and is what the manifest names (docs/decisions/0002).
- The sender is found by whose keys verify. What the manifest says of its sender must agree, and is never a hint.
- A bundle that was imported before is no error: its verdict says so, and its dates are not judged again.
  `OpenedBundle.require_new` refuses it (``E_REPLAY``) to whoever wants to import it.
- A channel refusal carries the channel's new state, so that a fork blocks the channel: `ChannelRefusalError`.
- ``E_CLOCK``: the file is dated more than a day ahead of this computer, or this computer more than a day behind the
  newest time that it has verified (the floor). A stated reason overrides it, and ``E_EXPIRED``, which a wrong
  clock also causes; the reason is for the audit log.

    with open_bundle(path, receiver=receiver, quarantine=folder, now=now, clock_floor=floor) as opened:
        opened.require_new()
        for part in opened.contents.records():
            stage(part)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from stockpile_client.bundle import age
from stockpile_client.bundle.age.source import ByteSource
from stockpile_client.bundle.channels import ChannelState, Kind, Link, Verdict, observe
from stockpile_client.bundle.manifest import Manifest, parse_manifest
from stockpile_client.bundle.package import PackageReader
from stockpile_client.bundle.policy import read_header
from stockpile_client.bundle.quarantine import quarantined
from stockpile_client.bundle.reading import LETTER_FILES, Contents, Plaintext
from stockpile_client.bundle.refusals import refusal
from stockpile_client.bundle.sealing import SCHEMAS
from stockpile_client.bundle.signatures import MANIFEST_TYPE, KeySet, Signatures, find_signer
from stockpile_client.core.errors import PartnerFileError
from stockpile_client.core.partners import PartnerState, may_exchange
from stockpile_client.core.phrases import phrase

CLOCK_TOLERANCE: Final = timedelta(days=1)
"""Two offices' clocks and time zones set by hand differ by less."""


@dataclass(frozen=True, slots=True)
class PinnedKeys:
    """A key set that is known here: whose it is, of which epoch, and how far it is trusted."""

    agency: str
    epoch: int
    keys: KeySet
    state: PartnerState


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who opens: the agency's id, its identities (of all epochs), the key sets it knows, and its channels.

    ``channel(agency, channel)`` gives what is known of a sender's channel, `ChannelState()` for a new one.
    """

    agency: str
    identities: Sequence[age.HybridIdentity]
    pinned: Sequence[PinnedKeys]
    channel: Callable[[str, str], ChannelState]


class Notice(StrEnum):
    """What a person should know before accepting."""

    ALREADY_IMPORTED = "already_imported"
    NUMBERS_MISSING = "numbers_missing"
    FILLS_A_GAP = "fills_a_gap"
    JUMP_ALLOWED = "jump_allowed"
    CLOCK_OVERRIDDEN = "clock_overridden"


class ChannelRefusalError(PartnerFileError):
    """A verified bundle that its channel does not take.

    ``blocks`` is the channel's state to store when a trusted partner forked it (the refused bundle is the
    evidence), else ``None``. ``manifest_bytes`` are the signed bytes of the arrival, ``verdict`` says what it
    contradicts.
    """

    def __init__(self, error: PartnerFileError, manifest: bytes, verdict: Verdict, blocks: ChannelState | None) -> None:
        super().__init__(error.code, error.message, unchanged=error.unchanged, hint=error.hint)
        self.manifest_bytes = manifest
        self.verdict = verdict
        self.blocks = blocks


@dataclass(frozen=True, slots=True)
class OpenedBundle:
    """A bundle after step 9. ``digest`` is the SHA-256 of ``manifest_bytes``; ``contents`` reads its data (pass 2)."""

    manifest: Manifest
    manifest_bytes: bytes
    signatures: Signatures
    digest: bytes
    sender: PinnedKeys
    verdict: Verdict
    notices: tuple[Notice, ...]
    contents: Contents

    def require_new(self) -> None:
        """Raise ``E_REPLAY`` for a bundle that was imported before."""
        if not self.verdict.accepted:
            raise refusal("E_REPLAY", phrase("It was imported before."))


@contextmanager
def open_bundle(
    path: Path,
    *,
    receiver: Receiver,
    quarantine: Path,
    now: datetime,
    clock_floor: datetime | None = None,
    clock_override: str = "",
    allow_jump: bool = False,
) -> Iterator[OpenedBundle]:
    """Steps 1 to 10 for the file at ``path``; the copy in the folder ``quarantine`` goes when the block ends.

    ``clock_floor`` is the newest verified time. ``clock_override`` (a person's reason, not empty) and ``allow_jump``
    set aside the clock rules and the limit of 1000 numbers. Raises ``PartnerFileError`` with a code of section 7, and
    ``MachineError`` (``E_READ``).
    """
    with quarantined(path, quarantine) as copy, copy.open("rb") as file:
        first = _first_pass(file, receiver)
        sender = _find_sender(first, receiver)
        manifest = _parse(first, sender)
        _check_addressee(manifest, receiver)
        _check_stanzas(manifest, first)
        verdict = _judge_channel(manifest, first, sender, receiver, allow_jump=allow_jump)
        if verdict.kind is not Kind.ALREADY_IMPORTED and not clock_override:
            _check_clock(manifest, now=now, floor=clock_floor)
        _check_partner(sender, manifest, receiver)

        def plaintext() -> Plaintext:
            return _decrypt(file, receiver)[1]

        contents = Contents(plaintext, manifest, first.body, first.plaintext_digest)
        contents.check()
        yield OpenedBundle(
            manifest=manifest,
            manifest_bytes=first.body,
            signatures=first.signatures,
            digest=sha256(first.body).digest(),
            sender=sender,
            verdict=verdict,
            notices=_notices(verdict, clock_overridden=bool(clock_override), jump_allowed=allow_jump),
            contents=contents,
        )


@dataclass(frozen=True, slots=True)
class _FirstPass:
    """What pass 1 holds: how many stanzas, MANIFEST and its signatures (not verified), SHA-256 of the plaintext."""

    stanzas: int
    body: bytes
    signatures: Signatures
    plaintext_digest: bytes


def _decrypt(file: BinaryIO, receiver: Receiver) -> tuple[age.Header, Plaintext]:
    """Steps 2 to 4, from the beginning of the file."""
    file.seek(0)
    source = ByteSource(file)
    header = read_header(source)
    file_key = age.unwrap_file_key(header, receiver.identities)
    header.verify_mac(file_key)
    return header, Plaintext(age.PayloadReader(source, file_key))


def _first_pass(file: BinaryIO, receiver: Receiver) -> _FirstPass:
    """Steps 2 to 5."""
    try:
        header, plaintext = _decrypt(file, receiver)
        package = PackageReader(plaintext)
        package.drain()
    except age.AgeError:
        raise refusal("E_CANNOT_OPEN") from None
    signatures = Signatures(package.ed25519, package.mldsa65)
    return _FirstPass(len(header.stanzas), package.body, signatures, plaintext.digest())


def _find_sender(first: _FirstPass, receiver: Receiver) -> PinnedKeys:
    """Steps 6 and 7."""
    sender = find_signer(
        ((pinned, pinned.keys) for pinned in receiver.pinned), MANIFEST_TYPE, first.body, first.signatures
    )
    if sender is None:
        raise refusal("E_UNTRUSTED_SENDER")
    return sender


def _parse(first: _FirstPass, sender: PinnedKeys) -> Manifest:
    """Step 8: the manifest, which must name the very keys that signed it."""
    manifest = parse_manifest(first.body)
    named = (manifest.sender.agency, manifest.sender.epoch, manifest.sender.keys)
    if named != (sender.agency, sender.epoch, sender.keys.digest().hex()):
        raise refusal("E_UNTRUSTED_SENDER", phrase("It names other keys than those that signed it."))
    if manifest.schema != SCHEMAS[manifest.kind]:
        raise refusal("E_VERSION", phrase("Its records are of another schema."))
    names = {file.n for file in manifest.files}
    if manifest.kind != "statement" and not names <= set(LETTER_FILES[manifest.kind]):
        raise refusal("E_SCHEMA", phrase("Its files are not those of its kind."))
    return manifest


def _check_addressee(manifest: Manifest, receiver: Receiver) -> None:
    own = {sha256(identity.recipient().raw).hexdigest() for identity in receiver.identities}
    if not any(to.agency == receiver.agency and to.kem in own for to in manifest.to):
        raise refusal("E_NOT_ADDRESSED")


def _check_stanzas(manifest: Manifest, first: _FirstPass) -> None:
    if manifest.stanzas != first.stanzas:
        raise refusal("E_STANZAS")


def _judge_channel(
    manifest: Manifest, first: _FirstPass, sender: PinnedKeys, receiver: Receiver, *, allow_jump: bool
) -> Verdict:
    state = receiver.channel(sender.agency, manifest.channel)
    link = Link(manifest.seq, sha256(first.body).digest(), bytes.fromhex(manifest.prev))
    verdict = observe(state, link, next_by=manifest.next_by, allow_jump=allow_jump)
    if error := verdict.error():
        forked = verdict.kind is Kind.FORK and may_exchange(sender.state)
        raise ChannelRefusalError(error, first.body, verdict, verdict.state if forked else None)
    return verdict


def _check_clock(manifest: Manifest, *, now: datetime, floor: datetime | None) -> None:
    if manifest.created > now + CLOCK_TOLERANCE:
        raise refusal("E_CLOCK", phrase("The file is dated in the future."))
    if floor is not None and now < floor - CLOCK_TOLERANCE:
        raise refusal("E_CLOCK", phrase("This computer's clock is behind a time that was verified before."))
    if now >= manifest.expires:
        raise refusal("E_EXPIRED")


def _check_partner(sender: PinnedKeys, manifest: Manifest, receiver: Receiver) -> None:
    if may_exchange(sender.state):
        return
    match sender.state:
        case PartnerState.SUSPENDED:
            raise refusal("E_SUSPENDED")
        case PartnerState.REVOKED:
            revoked_from = receiver.channel(sender.agency, manifest.channel).revoked_from
            if revoked_from is None or manifest.seq >= revoked_from:
                raise refusal("E_REVOKED")
        case PartnerState.SUPERSEDED:
            raise refusal("E_UNTRUSTED_SENDER", phrase("The keys that signed it were replaced by newer ones."))
        case _:
            raise refusal("E_UNTRUSTED_SENDER", phrase("Its card is here, but safety numbers were not compared."))


def _notices(verdict: Verdict, *, clock_overridden: bool, jump_allowed: bool) -> tuple[Notice, ...]:
    found = {
        Notice.ALREADY_IMPORTED: verdict.kind is Kind.ALREADY_IMPORTED,
        Notice.NUMBERS_MISSING: verdict.resend is not None,
        Notice.FILLS_A_GAP: verdict.kind is Kind.LATE,
        Notice.JUMP_ALLOWED: verdict.kind is Kind.GAP and jump_allowed,
        Notice.CLOCK_OVERRIDDEN: clock_overridden,
    }
    return tuple(notice for notice, applies in found.items() if applies)
