"""Agencies for tests: keys from fixed bytes, and their cards."""

from datetime import UTC, datetime, timedelta
from functools import cache

from stockpile_client.bundle import age
from stockpile_client.bundle.cards import Card, make_card
from stockpile_client.bundle.keys import RecoveryKeys, SecretKeys
from stockpile_client.bundle.signatures import SigningKeys

CREATED = datetime(2026, 7, 1, 8, tzinfo=UTC)
EXPIRES = CREATED + timedelta(days=730)


def keys_of(letter: str) -> SecretKeys:
    """The secret keys that belong to a letter."""
    seed = letter.encode() * 32
    return SecretKeys(SigningKeys(seed, seed), age.HybridIdentity(seed))


def recovery_of(letter: str) -> RecoveryKeys:
    """The recovery key that belongs to a letter."""
    return RecoveryKeys(letter.encode() * 32)


def new_card(letter: str, previous: Card | None = None, *, recovery: str = "R", short: str = "ALPHA") -> Card:
    """A card for the keys of ``letter``, after ``previous``."""
    return make_card(
        keys_of(letter),
        name="Agenzia Prova – scorte",
        short=short,
        country="IT",
        recovery=recovery_of(recovery).digest(),
        created=CREATED,
        expires=EXPIRES,
        previous=previous,
    )


@cache
def first_card(letter: str = "a") -> Card:
    """The first card of the agency with the keys of ``letter``."""
    return new_card(letter)
