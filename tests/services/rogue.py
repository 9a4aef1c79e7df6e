"""A partner that breaks the rules: a real agency of the tests, whose keys write packages byte by byte.

>>> rogue = Rogue(agencies.jp, (agencies.us,))
>>> path = rogue.write(agencies.post, seq=2, prev="0" * 64)
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from stockpile_client.bundle import age
from stockpile_client.bundle.cards import Card
from stockpile_client.bundle.keys import SecretKeys
from stockpile_client.bundle.policy import envelope
from stockpile_client.bundle.times import write_time
from stockpile_client.services.dispatch import LIFETIME
from stockpile_client.services.keyring import own_card, own_keys
from tests.bundle.forge import File, Forger, json_file, statement_files
from tests.services.agencies import Desk


class Rogue(Forger):
    """``desk`` writes to the agencies in ``to`` whatever a test tells it to."""

    def __init__(self, desk: Desk, to: Sequence[Desk]) -> None:
        super().__init__()
        self.desk = desk
        self.to = to
        self._keys = own_keys(desk.ctx)
        self._card = own_card(desk.ctx)
        self._cards = [own_card(one.ctx) for one in (desk, *to)]

    @property
    def keys(self) -> SecretKeys:
        """Its secret keys."""
        return self._keys

    @property
    def card(self) -> Card:
        """Its card."""
        return self._card

    def manifest(self, files: Sequence[File], **changes: Any) -> dict[str, Any]:
        """A manifest that is right but for ``changes``, dated by the common clock."""
        now = self.desk.ctx.now()
        to = [{"agency": card.agency, "kem": card.keys.recipient_digest().hex()} for card in self._cards]
        right = {
            "to": sorted(to, key=lambda entry: entry["agency"]),
            "channel": secrets.token_hex(16),
            "created": write_time(now),
            "expires": write_time(now + LIFETIME),
        }
        return super().manifest(files, **(right | changes))

    def seal(self, package: bytes, *, recipients: Sequence[age.Recipient] | None = None) -> bytes:
        """The encrypted file, for everyone in ``to``."""
        own = [age.HybridRecipient(card.keys.recipient) for card in self._cards]
        return super().seal(package, recipients=envelope(own) if recipients is None else recipients)

    def write(self, folder: Path, files: Sequence[File] | None = None, **changes: Any) -> Path:
        """A whole file in ``folder``, right but for ``changes`` in the manifest."""
        return self.write_signed(folder, files, **changes)[0]

    def write_signed(self, folder: Path, files: Sequence[File] | None = None, **changes: Any) -> tuple[Path, str]:
        """The same, with the digest (hex) of its manifest, to go on from."""
        files = statement_files() if files is None else files
        body = self.body(files, **changes)
        path = folder / f"sx-{secrets.token_hex(4)}.stockpile"
        path.write_bytes(self.seal(self.package(files, body=body)))
        return path, sha256(body).hexdigest()

    def write_letter(self, folder: Path, kind: str, content: object, **changes: Any) -> Path:
        """A letter of that kind."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.write(folder, [json_file(f"{kind}.json", body)], kind=kind, schema=f"sx-{kind}/1", **changes)
