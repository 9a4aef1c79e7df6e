"""Low-order Ed25519 keys, found here with integer arithmetic on the curve instead of from a list."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from stockpile_client.bundle.low_order import is_usable_ed25519_key

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P  # RFC 8032 section 5.1
Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """The group law of RFC 8032 section 5.1.4, in affine coordinates."""
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, P)
    return x % P, y % P


def times(count: int, point: Point) -> Point:
    total = (0, 1)
    while count:
        if count & 1:
            total = add(total, point)
        point = add(point, point)
        count >>= 1
    return total


def root(square: int) -> int | None:
    candidate = pow(square, (P + 3) // 8, P)
    for value in (candidate, candidate * pow(2, (P - 1) // 4, P) % P):
        if value * value % P == square % P:
            return value
    return None


def torsion() -> set[Point]:
    """Multiply points by the odd prime order L until a generator of the subgroup of order 8 comes out."""
    order = 2**252 + 27742317777372353535851937790883648493  # RFC 8032 section 5.1
    for y in range(2, 100):
        x = root((y * y - 1) * pow(D * y * y + 1, -1, P))
        if x is None:
            continue
        candidate = times(order, (x, y))
        points = {times(count, candidate) for count in range(8)}
        if len(points) == 8:
            return points
    raise AssertionError("no generator found")


def encodings(point: Point) -> set[bytes]:
    """Every 32 bytes that a lenient reader could take for this point or its mirror image."""
    _, y = point
    values = [value for value in (y, y + P) if value < 2**255]
    return {(value | sign << 255).to_bytes(32, "little") for value in values for sign in (0, 1)}


TORSION = torsion()
LOW_ORDER = sorted(set().union(*map(encodings, TORSION)))


def test_the_subgroup_has_eight_points_of_order_dividing_eight() -> None:
    assert len(TORSION) == 8
    assert all(times(8, point) == (0, 1) for point in TORSION)
    assert sorted(len({times(count, point) for count in range(8)}) for point in TORSION) == [1, 2, 4, 4, 8, 8, 8, 8]


def test_there_are_fourteen_encodings_with_the_ones_that_are_not_canonical() -> None:
    assert len(LOW_ORDER) == 14


@pytest.mark.parametrize("key", LOW_ORDER, ids=bytes.hex)
def test_every_encoding_of_a_low_order_point_is_refused(key: bytes) -> None:
    assert not is_usable_ed25519_key(key)


def test_without_the_refusal_anybody_could_sign() -> None:
    identity = (1).to_bytes(32, "little")
    forged = identity + bytes(32)
    Ed25519PublicKey.from_public_bytes(identity).verify(forged, b"any message")
    Ed25519PublicKey.from_public_bytes(identity).verify(forged, b"another one")


@pytest.mark.parametrize("y", range(P, 2**255))
def test_a_key_that_is_not_reduced_is_refused(y: int) -> None:
    assert not is_usable_ed25519_key(y.to_bytes(32, "little"))


def test_ordinary_keys_are_usable() -> None:
    for seed in range(50):
        key = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32).public_key().public_bytes_raw()
        assert is_usable_ed25519_key(key)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    assert not is_usable_ed25519_key(b"\x09" * size)
