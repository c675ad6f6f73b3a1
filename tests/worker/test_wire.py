"""The wire: what goes in comes out, and nothing else does."""

from __future__ import annotations

import contextlib
import functools
import math
import os
import tracemalloc
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.worker import wire

NONCE = b"n" * wire.NONCE_BYTES


def adapt(value: Any) -> Any:
    """numpy arrays only."""
    if isinstance(value, np.ndarray):
        return wire.Array("numpy", value.dtype.name, value.shape, False, value.tobytes())
    raise wire.WireError(f"no place for a {type(value).__name__}")


def build(item: Any) -> Any:
    """Arrays as ndarrays, handles and callbacks as they are."""
    if isinstance(item, wire.Array):
        return np.frombuffer(item.data, wire.DTYPES[item.dtype]).reshape(item.shape)
    return item


def body(value: Any) -> bytes:
    """The body of the frame of a value."""
    return wire.frame(NONCE, *wire.encode(value, adapt))[wire.PREFIX.size :]


def forged(node: Any, buffers: bytes = b"", *, raw: bytes | None = None) -> bytes:
    """A frame's body with any header."""
    header = msgpack.packb(node) if raw is None else raw
    return wire.frame(NONCE, header, [buffers])[wire.PREFIX.size :]


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.binary(max_size=20)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(scalars, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
@example(2**4000)
@example(-(2**63))
@example("\ud800 lone surrogate")
@example({True: 1, "1": 2, b"1": 3, (1, (2,)): 4})
def test_built_in_values_come_back_as_they_were(value: Any) -> None:
    """Exact types and values survive the crossing, nested in any way."""
    nonce, back = wire.decode(body(value), build)
    assert nonce == NONCE
    assert back == value and repr(back) == repr(value)


@given(values)
@example(2**4000)
@example({1: [2], (3, (4,)): {"5": (6,)}})
def test_what_is_handed_over_is_what_would_cross(value: Any) -> None:
    """In one process too: exact types and values."""
    back = wire.hand_over(value, adapt, build)
    assert back == value and repr(back) == repr(value)


def test_what_is_handed_over_is_a_copy() -> None:
    """Containers are new; an array goes through its bytes."""
    value = [1, {"k": [np.arange(3.0)]}]
    back = wire.hand_over(value, adapt, build)
    back[1]["k"].append(2)
    assert len(value[1]["k"]) == 1  # type: ignore[index]
    assert not np.shares_memory(back[1]["k"][0], value[1]["k"][0])  # type: ignore[index]


@pytest.mark.parametrize(
    "value",
    [
        functools.reduce(lambda inner, _: [inner], range(40), 0),
        2 ** (4 * wire.MAX_INT_DIGITS + 1),
        [np.zeros(100), np.zeros(100)],
        ["x" * 600, b"x" * 600],
        {(np.float64(1),): 1},
        {frozenset(): 1},
        object(),
    ],
    ids=["deep", "long", "large", "long texts", "array as a key", "set as a key", "object"],
)
def test_what_may_not_cross_is_not_handed_over(value: Any) -> None:
    """Both refuse it with the same kind of error."""
    refused = []
    for crossing in (
        lambda: wire.decode(wire.frame(NONCE, *wire.encode(value, scalars_too, cap=1000))[4:], build),
        lambda: wire.hand_over(value, scalars_too, build, cap=1000),
    ):
        with pytest.raises(wire.WireError) as error:
            crossing()
        refused.append(type(error.value))
    assert refused[0] is refused[1]


def scalars_too(value: Any) -> Any:
    """As `adapt`, with numpy's scalars as arrays."""
    return adapt(np.asarray(value) if isinstance(value, np.generic) else value)


@pytest.mark.parametrize("dtype", [name for name in wire.DTYPES if name != "bfloat16"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4), (1,) * 8])
def test_arrays_keep_dtype_shape_and_bits(dtype: str, shape: tuple[int, ...]) -> None:
    """Every dtype of the list crosses bit by bit, empty arrays and scalars too."""
    array = np.random.default_rng(0).integers(0, 2, size=shape).astype(dtype)
    _, back = wire.decode(body([array, 1, array]), build)
    assert back[1] == 1
    for one in (back[0], back[2]):
        assert type(one) is np.ndarray and one.dtype == array.dtype and one.shape == shape
        assert one.tobytes() == array.tobytes()


def test_not_a_number_and_infinities_keep_their_places() -> None:
    """NaN, infinities and minus zero are values like others."""
    _, back = wire.decode(body([math.nan, math.inf, -math.inf, -0.0]), build)
    assert math.isnan(back[0]) and back[1:3] == [math.inf, -math.inf] and math.copysign(1, back[3]) == -1


def test_bfloat16_rounds_to_nearest_even() -> None:
    """float32 to bfloat16 and back is exact for bfloat16's own values, and rounds ties to even."""
    exact = np.array([0.0, -1.0, 3.140625, np.inf, -np.inf, 1e38], dtype=np.float32)
    kept = wire.float32_from_bfloat16(wire.bfloat16_from_float32(exact))
    assert kept[:5].tolist() == exact[:5].tolist()
    ties = np.array([1 + 2**-8, 1 + 3 * 2**-8], dtype=np.float32)
    assert wire.float32_from_bfloat16(wire.bfloat16_from_float32(ties)).tolist() == [1.0, 1 + 2**-6]
    assert np.isnan(wire.float32_from_bfloat16(wire.bfloat16_from_float32(np.array([np.nan], np.float32)))).all()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"", "shorter than its head"),
        (b"n" * 19, "shorter than its head"),
        (NONCE + (100).to_bytes(4, "big") + b"x", "header longer"),
        (NONCE + (2**32 - 1).to_bytes(4, "big"), "header longer"),
        (forged(None, raw=b""), "not msgpack"),
        (forged(None, raw=b"\xc1"), "not msgpack"),
        (forged(None, raw=msgpack.packb(1) + b"\x01"), "not msgpack"),
        (forged(None, raw=b"\x91" * 5000 + b"\xc0"), "not msgpack"),
        (forged(None, raw=b"\xdd\xff\xff\xff\xff"), "not msgpack"),
        (forged(None, raw=b"\xdf\xff\xff\xff\xff"), "not msgpack"),
        (forged(None, raw=b"\xa2\xff\xff"), "not msgpack"),
        (forged({"a": 1}), "not msgpack"),
        (forged(msgpack.ExtType(5, b"x")), "not msgpack"),
        (forged(msgpack.Timestamp(0)), "not msgpack"),
        (forged(msgpack.ExtType(5, b"")), "no value"),
        (forged({}), "no value"),
        (forged([]), "no value"),
        (forged([1, 2]), "no value"),
        (forged(["?"]), "malformed node"),
        (forged(["d", 1]), "key but no value"),
        (forged(["d", "a", 1, "a", 2]), "key twice"),
        (forged(["d", 1, 0, 1.0, 0]), "key twice"),
        (forged(["d", ["l"], 1]), "cannot be one"),
        (forged(["h", -1, "t"]), "malformed node"),
        (forged(["h", 2**40, "t"]), "malformed node"),
        (forged(["h", True, "t"]), "malformed node"),
        (forged(["e", -1, []]), "malformed node"),
        (forged(["e", 0, "ab"]), "malformed node"),
        (forged(["e", 0, [1.5]]), "malformed node"),
        (forged(["e", 0, [0] * 40]), "malformed node"),
        (forged(["c", "0"]), "malformed node"),
        (forged(["i", "0x10"]), "not hexadecimal"),
        (forged(["i", "--1"]), "not hexadecimal"),
        (forged(["i", ""]), "malformed long int"),
        (forged(["i", "f" * 5000]), "malformed long int"),
        (forged(["a"]), "malformed array"),
        (forged(["a", "cupy", "float64", [1], 0], b"x" * 8), "unknown kind"),
        (forged(["a", "scalar", "float64", [1], 0], b"x" * 8), "a scalar with a shape"),
        (forged(["a", "numpy", "object", [1], 0], b"x" * 8), "unknown kind"),
        (forged(["a", "numpy", "float64", [1], 2], b"x" * 8), "unknown kind"),
        (forged(["a", "numpy", "float64", [1] * 9, 0], b"x" * 8), "more than 8 dimensions"),
        (forged(["a", "numpy", "float64", [-1], 0], b"x" * 8), "size that is none"),
        (forged(["a", "numpy", "float64", [1.0], 0], b"x" * 8), "size that is none"),
        (forged(["a", "numpy", "float64", [True], 0], b"x" * 8), "size that is none"),
        (forged(["a", "numpy", "float64", [2**41], 0]), "size that is none"),
        (forged(["a", "numpy", "float64", [2**39] * 8, 0], b"x" * 8), "larger than its bytes"),
        (forged(["a", "numpy", "float64", [2], 0], b"x" * 8), "larger than its bytes"),
        (forged(["a", "numpy", "float64", [0, 2**39, 2**39], 0]), "more elements than there can be"),
        (
            forged(["d", *(part for n in range(1, 99) for part in (["i", f"{n * (2**61 - 1):x}"], 0))]),
            "made to collide",
        ),
        (forged(["a", "numpy", "float64", [1], 0], b"x" * 9), "bytes after the last buffer"),
        (forged(1, b"x"), "bytes after the last buffer"),
    ],
)
def test_each_malformed_frame_is_a_wire_error(bad: bytes, says: str) -> None:
    """Truncated, over-long, deep, duplicate, unknown: each is refused with its own word."""
    with pytest.raises(wire.WireError, match=says):
        wire.decode(bad, build)


def test_nesting_has_a_limit_on_both_ends() -> None:
    """MAX_DEPTH levels cross; one more does not, in either direction."""
    deep: Any = 0
    for _ in range(wire.MAX_DEPTH):
        deep = [deep]
    assert wire.decode(body(deep), build)[1] == deep
    with pytest.raises(wire.WireError, match="nested deeper"):
        wire.encode([deep], adapt)
    node: Any = 0
    for _ in range(wire.MAX_DEPTH + 1):
        node = ["l", node]
    with pytest.raises(wire.WireError, match="nested deeper"):
        wire.decode(forged(node), build)


def test_a_cycle_ends_in_an_error() -> None:
    """A list that contains itself is refused, not followed for ever."""
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(wire.WireError, match="nested deeper"):
        wire.encode(cycle, adapt)


def test_encoding_stops_at_the_cap_before_it_has_taken_the_memory() -> None:
    """A value beyond the cap is refused while it is walked."""
    with pytest.raises(wire.TooLarge):
        wire.encode([np.zeros(100), np.zeros(100)], adapt, cap=1000)
    with pytest.raises(wire.TooLarge):
        wire.encode([[0] * 100] * 100, adapt, cap=1000)
    with pytest.raises(wire.TooLarge):
        wire.encode("x" * 2000, adapt, cap=1000)
    with pytest.raises(wire.TooLarge):
        wire.encode(1 << 100_000, adapt)


def test_a_huge_shape_takes_no_memory() -> None:
    """A declared 4 TiB array is refused before anything is allocated for it."""
    bad = forged(["a", "numpy", "float64", [2**39], 0], b"x" * 64)
    tracemalloc.start()
    with pytest.raises(wire.WireError):
        wire.decode(bad, build)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000


@pytest.mark.slow
def test_decoding_takes_at_most_64_bytes_for_each_header_byte() -> None:
    """The stated bound holds for the worst header known: a list of empty lists."""
    raw = b"\xdd" + (1_000_000).to_bytes(4, "big") + b"\x90" * 1_000_000
    bad = forged(None, raw=raw)
    tracemalloc.start()
    with pytest.raises(wire.WireError):
        wire.decode(bad, build)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak <= 64 * len(raw) + len(bad)


@given(st.binary(max_size=200))
@settings(max_examples=500, deadline=None)
def test_random_bytes_give_a_value_or_a_wire_error(noise: bytes) -> None:
    """Nothing but WireError comes out, whatever the bytes are."""
    for bad in (noise, NONCE + len(noise).to_bytes(4, "big") + noise, forged(None, raw=noise[:20]) + noise):
        with contextlib.suppress(wire.WireError):
            wire.decode(bad, build)


@given(values, st.data())
@settings(max_examples=300, deadline=None)
def test_a_frame_with_one_byte_changed_gives_a_value_or_a_wire_error(value: Any, data: st.DataObject) -> None:
    """Mutants of valid frames, which reach deeper than noise does."""
    good = bytearray(body([value, np.arange(3.0)]))
    position = data.draw(st.integers(0, len(good) - 1))
    good[position] = data.draw(st.integers(0, 255))
    with contextlib.suppress(wire.WireError):
        wire.decode(bytes(good), build)


def test_nonces_are_echoed_as_they_were() -> None:
    """The nonce is the first thing in a frame, and decode returns it."""
    nonce = os.urandom(wire.NONCE_BYTES)
    assert wire.decode(wire.frame(nonce, *wire.encode(None, adapt))[4:], build) == (nonce, None)


@pytest.mark.parametrize("path", [(), (0, "key"), (3, 2**31 - 1)])
def test_an_earlier_answer_goes_by_its_place(path: tuple[str | int, ...]) -> None:
    """Number and path come out as they went in."""
    value = {"args": (wire.Earlier(2, path), 1.0)}
    encoded = wire.frame(NONCE, *wire.encode(value, lambda item: item))[wire.PREFIX.size :]
    _, found = wire.decode(encoded, build)
    assert found == value and type(found["args"][0]) is wire.Earlier
