"""age v1 (c2sp.org/age): the encrypted container of a bundle.

A file encrypted here opens with any age implementation that knows post-quantum recipients, and the other way round.

    from stockpile_client.bundle import age

    identity = age.generate_identity()              # keep identity.to_string() secret
    recipient = age.parse_recipient("age1pq1…")     # identity.recipient().to_string() of the partner
    age.encrypt(src, dst, [recipient])              # binary streams, constant memory; armor=True for text
    age.decrypt(src, dst, [identity])               # recognises armor by itself

Streams, for content that is made or used on the way, and for a policy that looks at the header first:

    with age.open_writer(dst, recipients) as writer:
        writer.write(content)

    source = age.open_source(src)
    header = age.read_header(source, max_stanzas=128, max_bytes=256 * 1024)
    file_key = age.unwrap_file_key(header, [identity])
    header.verify_mac(file_key)
    content = age.PayloadReader(source, file_key).read(4096)

Every refusal is an `AgeError`: `ArmorError`, `HeaderError`, `NoMatchError`, `HeaderMacError`, `PayloadError`, and
`KeyFormatError` for the text of a key. Nothing that a reader hands out before a `PayloadError` is unauthenticated;
that it is not all is what the error says.

What stays: these names, the formats, and that a file is either opened whole or refused with one of these errors.
Passphrases, plugins and the tagged recipient types are not here: agencies exchange with keys only.
"""

from stockpile_client.bundle.age.armor import ArmorReader, ArmorWriter, open_source
from stockpile_client.bundle.age.classic import X25519Identity, X25519Recipient
from stockpile_client.bundle.age.codec import decrypt, encrypt, open_reader, open_writer, unwrap_file_key
from stockpile_client.bundle.age.errors import (
    AgeError,
    ArmorError,
    HeaderError,
    HeaderMacError,
    KeyFormatError,
    NoMatchError,
    PayloadError,
)
from stockpile_client.bundle.age.header import Header, Stanza, make_header, read_header
from stockpile_client.bundle.age.hybrid import HybridIdentity, HybridRecipient
from stockpile_client.bundle.age.recipients import (
    dummy_recipient,
    generate_identity,
    parse_identity,
    parse_recipient,
)
from stockpile_client.bundle.age.stream import PayloadReader, PayloadWriter, sealed_size
from stockpile_client.bundle.age.wrapping import Identity, Recipient

__all__ = [
    "AgeError",
    "ArmorError",
    "ArmorReader",
    "ArmorWriter",
    "Header",
    "HeaderError",
    "HeaderMacError",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "KeyFormatError",
    "NoMatchError",
    "PayloadError",
    "PayloadReader",
    "PayloadWriter",
    "Recipient",
    "Stanza",
    "X25519Identity",
    "X25519Recipient",
    "decrypt",
    "dummy_recipient",
    "encrypt",
    "generate_identity",
    "make_header",
    "open_reader",
    "open_source",
    "open_writer",
    "parse_identity",
    "parse_recipient",
    "read_header",
    "sealed_size",
    "unwrap_file_key",
]
