"""The wire: data between judge and child as bytes, with a closed set of types.

A frame is `u32 length | 16-byte nonce | u32 header length | header | buffers`. The header is one msgpack value, a
tree of nodes; the buffers are the arrays' raw bytes, in the order in which the header names them:

    None, bool, int (64 bits), float, str, bytes    as they are
    ["i", hex]                                      a longer int
    ["l", ...]  ["t", ...]  ["d", k, v, k, v ...]   list, tuple, dict
    ["a", kind, dtype, shape, flags]                array: kind "numpy", "torch" or "scalar"; C order, little endian
    ["h", id, type]                                 a handle: an object that stays where it is
    ["c", id]                                       a callback: a function of the judge
    ["e", number, path]                             of an earlier request of the same batch: what it brought

Never pickle. `decode` checks every limit before it takes memory for what the limit is about, returns exact
built-in types and plain ndarrays only, and raises nothing but `WireError`, whatever the bytes are. Its own need
is at most 64 bytes for each byte of the header, and one copy of the buffers.
"""

from __future__ import annotations

import functools
import itertools
import math
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgpack
import numpy as np

NONCE_BYTES = 16
HEADER_CAP = 4 * 1024 * 1024
FRAME_CAP = 256 * 1024 * 1024
MAX_DEPTH = 32
MAX_NDIM = 8
MAX_INT_DIGITS = 4096
MAX_COLLISIONS = 64
PREFIX = struct.Struct(">I")
_HEAD = struct.Struct(f">{NONCE_BYTES}sI")

# The fixed list of dtypes: the name on the wire (numpy's and torch's agree) and how its bytes are read.
# numpy has no bfloat16: its bits travel as uint16, and `float32_from_bfloat16` widens them.
DTYPES = {
    "bool": np.dtype("?"),
    "int8": np.dtype("<i1"),
    "int16": np.dtype("<i2"),
    "int32": np.dtype("<i4"),
    "int64": np.dtype("<i8"),
    "uint8": np.dtype("<u1"),
    "uint16": np.dtype("<u2"),
    "uint32": np.dtype("<u4"),
    "uint64": np.dtype("<u8"),
    "float16": np.dtype("<f2"),
    "float32": np.dtype("<f4"),
    "float64": np.dtype("<f8"),
    "complex64": np.dtype("<c8"),
    "complex128": np.dtype("<c16"),
    "bfloat16": np.dtype("<u2"),
}

_PLAIN = (type(None), bool, float)
_SCALARS = (*_PLAIN, str, bytes)
_INT64 = range(-(2**63), 2**63)


class WireError(Exception):
    """The bytes are not a valid frame, or the value has no place on the wire."""


class TooLarge(WireError):
    """A frame, or a value, beyond the cap on bytes."""


class Array(NamedTuple):
    """An array on the wire: `kind` is "numpy", "torch" or "scalar" (numpy's own), `data` its raw bytes in C order."""

    kind: str
    dtype: str
    shape: tuple[int, ...]
    requires_grad: bool
    data: bytes | bytearray | memoryview


class Handle(NamedTuple):
    """An object of the far side, by number; `type` is its type's name, for messages only."""

    id: int
    type: str


class Callback(NamedTuple):
    """A function of the judge, by number."""

    id: int


class Earlier(NamedTuple):
    """In a batch: what the request of that number brought, at `path` in its value."""

    number: int
    path: tuple[str | int, ...]


Item = Array | Handle | Callback | Earlier
Adapt = Callable[[Any], Any]
Build = Callable[[Item], Any]


def encode(value: Any, adapt: Adapt, *, cap: int = FRAME_CAP) -> tuple[bytes, list[bytes | bytearray | memoryview]]:
    """`value` as header and buffers.

    Args:
        value: built-in types, nested; what else it holds is given to `adapt`.
        adapt: turns any other object into an Item or a built-in type, or raises WireError.
        cap: the most bytes that header and buffers may take together; checked while encoding.

    Raises:
        TooLarge: over the cap.
        WireError: nested deeper than MAX_DEPTH, or `adapt` refused.
    """
    encoder = _Encoder(adapt, cap)
    node = encoder.node(value, 0)
    header: bytes = msgpack.packb(node, use_bin_type=True, unicode_errors="surrogatepass")
    if len(header) > min(cap, HEADER_CAP):
        raise TooLarge(f"a header of {len(header)} bytes; at most {min(cap, HEADER_CAP)} are taken")
    return header, encoder.buffers


def frame(nonce: bytes, header: bytes, buffers: list[bytes | bytearray | memoryview]) -> bytes:
    """The frame's bytes, its length prefix included."""
    size = _HEAD.size + len(header) + sum(len(buffer) for buffer in buffers)
    return b"".join([PREFIX.pack(size), _HEAD.pack(nonce, len(header)), header, *buffers])


def decode(body: bytes | bytearray | memoryview, build: Build) -> tuple[bytes, Any]:
    """The nonce and the value of a frame's bytes after its length prefix.

    Args:
        body: the frame without its prefix; the caller has held its length to a cap already.
        build: turns each Array (its data a view into `body`) and each other item into a value.

    Raises:
        WireError: and nothing else, whatever the bytes are (what `build` raises aside).
    """
    view = memoryview(body)
    if len(view) < _HEAD.size:
        raise WireError("a frame shorter than its head")
    nonce, header_length = _HEAD.unpack_from(view)
    if header_length > HEADER_CAP or _HEAD.size + header_length > len(view):
        raise WireError("a header longer than its frame")
    header = view[_HEAD.size : _HEAD.size + header_length]
    try:
        node = msgpack.unpackb(
            header,
            raw=False,
            use_list=True,
            unicode_errors="surrogatepass",
            max_map_len=0,
            max_ext_len=0,
            max_array_len=HEADER_CAP,
            max_str_len=HEADER_CAP,
            max_bin_len=HEADER_CAP,
        )
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError) as error:
        raise WireError(f"a header that is not msgpack: {type(error).__name__}") from None
    decoder = _Decoder(build, view[_HEAD.size + header_length :])
    value = decoder.value(node, 0)
    if decoder.offset != len(decoder.body):
        raise WireError("bytes after the last buffer")
    return nonce, value


def hand_over(value: Any, adapt: Adapt, build: Build, *, cap: int = FRAME_CAP) -> Any:
    """`value` as it would come out of `encode` and `decode`, for two sides in one process.

    Nothing that can change is shared. What numbers would take in a header is not held to `cap`.

    Raises:
        TooLarge, WireError: as `encode`, and for what `decode` would refuse.
    """
    return _Handover(adapt, build, cap).value(value, 0)


class _Capped:
    """A walk through a value that takes no more bytes than the cap."""

    def __init__(self, adapt: Adapt, cap: int) -> None:
        self.adapt, self.left = adapt, cap

    def _take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise TooLarge("more bytes than the cap")


class _Encoder(_Capped):
    def __init__(self, adapt: Adapt, cap: int) -> None:
        super().__init__(adapt, cap)
        self.buffers: list[bytes | bytearray | memoryview] = []

    def node(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _SCALARS:
            return value
        if kind is int:
            return value if value in _INT64 else ["i", _long_int(value)]
        if depth >= MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        if kind is list or kind is tuple:
            self._take(len(value))
            return self._nodes("l" if kind is list else "t", value, depth)
        if kind is dict:
            self._take(2 * len(value))
            return self._nodes("d", itertools.chain.from_iterable(value.items()), depth)
        adapted = self.adapt(value)
        if type(adapted) in (int, float, str, bytes, list, tuple, dict):
            return self.node(adapted, depth)
        return self._adapted(adapted)

    def _nodes(self, tag: str, values: Iterable[Any], depth: int) -> list[Any]:
        nodes: list[Any] = [tag]
        for value in values:
            nodes.append(value if type(value) in _SCALARS else self.node(value, depth + 1))
        return nodes

    def _adapted(self, item: Item) -> list[Any]:
        if isinstance(item, Array):
            self._take(len(item.data))
            self.buffers.append(item.data)
            return ["a", item.kind, item.dtype, list(item.shape), int(item.requires_grad)]
        if isinstance(item, Handle):
            return ["h", item.id, item.type]
        if isinstance(item, Earlier):
            return ["e", item.number, list(item.path)]
        return ["c", item.id]


class _Handover(_Capped):
    """As an encoder, with built values in the place of nodes."""

    def __init__(self, adapt: Adapt, build: Build, cap: int) -> None:
        super().__init__(adapt, cap)
        self.build = build
        self.header_left = min(cap, HEADER_CAP)

    def value(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is str or kind is bytes:
            return self._text(value)
        if kind is int:
            return value if value in _INT64 else int(_long_int(value), 16)
        if depth >= MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        if kind is list or kind is tuple:
            self._take(len(value))
            items = [item if type(item) in _PLAIN else self.value(item, depth + 1) for item in value]
            return items if kind is list else tuple(items)
        if kind is dict:
            self._take(2 * len(value))
            return {self._key(key, depth + 1): self.value(item, depth + 1) for key, item in value.items()}
        return self._adapted(self.adapt(value), depth)

    def _adapted(self, item: Any, depth: int) -> Any:
        kind = type(item)
        if kind is Array:
            self._take(len(item.data))
        elif kind not in (Handle, Callback, Earlier):
            return self.value(item, depth)
        return self.build(item)

    def _text(self, value: Any) -> Any:
        self.header_left -= len(value)
        if self.header_left < 0:
            raise TooLarge(f"a header of more than {HEADER_CAP} bytes")
        return value

    def _key(self, key: Any, depth: int) -> Any:
        if type(key) is str:
            return self._text(key)
        built = self.value(key, depth)
        try:
            hash(built)
        except TypeError:
            raise WireError("a dict key that cannot be one") from None
        return built


class _Decoder:
    def __init__(self, build: Build, body: memoryview) -> None:
        self.build, self.body, self.offset = build, body, 0

    def value(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind in _SCALARS or kind is int:
            return node
        if kind is not list or not node or type(node[0]) is not str:
            raise WireError("a node that is no value")
        if depth >= MAX_DEPTH:
            raise WireError(f"nested deeper than {MAX_DEPTH} levels")
        tag = node[0]
        if tag == "l":
            return self._items(node, depth)
        if tag == "t":
            return tuple(self._items(node, depth))
        if tag == "d":
            return self._dict(node, depth)
        if tag == "a":
            return self.build(self._array(node))
        if tag == "i":
            return self._long_int(node)
        if tag == "h" and len(node) == 3 and _is_id(node[1]) and type(node[2]) is str:
            return self.build(Handle(node[1], node[2][:200]))
        if tag == "c" and len(node) == 2 and _is_id(node[1]):
            return self.build(Callback(node[1]))
        if tag == "e" and len(node) == 3 and _is_id(node[1]) and type(node[2]) is list and is_path(node[2]):
            return self.build(Earlier(node[1], tuple(node[2])))
        raise WireError(f"a malformed node {tag[:8]!r}")

    def _items(self, node: list[Any], depth: int) -> list[Any]:
        del node[0]
        if all(type(item) is not list for item in node):
            for item in node:
                self.value(item, depth + 1)
            return node
        return [self.value(item, depth + 1) for item in node]

    def _dict(self, node: list[Any], depth: int) -> dict[Any, Any]:
        if len(node) % 2 == 0:
            raise WireError("a dict with a key but no value")
        result: dict[Any, Any] = {}
        hashes: dict[int, int] = {}
        for index in range(1, len(node), 2):
            key = self.value(node[index], depth + 1)
            try:
                number = hash(key)
            except TypeError:
                raise WireError("a dict key that cannot be one") from None
            hashes[number] = hashes.get(number, 0) + 1
            if hashes[number] > MAX_COLLISIONS:  # equal hashes make a dict quadratic: minutes for one frame
                raise WireError("a dict whose keys were made to collide")
            if key in result:
                raise WireError("a dict with a key twice")
            result[key] = self.value(node[index + 1], depth + 1)
        return result

    def _array(self, node: list[Any]) -> Array:
        if len(node) != 5:
            raise WireError("a malformed array")
        _, kind, dtype, shape, flags = node
        if (
            kind not in ("numpy", "torch", "scalar")
            or type(dtype) is not str
            or dtype not in DTYPES
            or flags not in (0, 1)
        ):
            raise WireError("an array of unknown kind, dtype or flags")
        if type(shape) is not list or len(shape) > MAX_NDIM:
            raise WireError(f"an array of more than {MAX_NDIM} dimensions")
        if shape and kind == "scalar":
            raise WireError("a scalar with a shape")
        if not all(type(size) is int and 0 <= size < 2**40 for size in shape):
            raise WireError("an array with a size that is none")
        length = math.prod(shape) * DTYPES[dtype].itemsize
        if length > len(self.body) - self.offset:
            raise WireError("an array larger than its bytes")
        if math.prod(size or 1 for size in shape) >= 2**56:  # a zero makes it empty, and still numpy cannot make it
            raise WireError("an array of more elements than there can be")
        data = self.body[self.offset : self.offset + length]
        self.offset += length
        return Array(kind, dtype, tuple(shape), bool(flags), data)

    @staticmethod
    def _long_int(node: list[Any]) -> int:
        digits = node[1] if len(node) == 2 else None
        if type(digits) is not str or not digits or len(digits) > MAX_INT_DIGITS + 1:
            raise WireError("a malformed long int")
        if not set(digits.removeprefix("-")) <= set("0123456789abcdef"):
            raise WireError("a long int that is not hexadecimal")
        try:
            return int(digits, 16)
        except ValueError:
            raise WireError("a long int that is not hexadecimal") from None


def _long_int(value: int) -> str:
    """The hexadecimal digits."""
    if value.bit_length() > 4 * MAX_INT_DIGITS:
        raise TooLarge(f"an int of more than {MAX_INT_DIGITS} hexadecimal digits")
    return f"{value:x}"


def _is_id(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def is_path(keys: Sequence[Any]) -> bool:
    """Whether an `Earlier` can have this path."""
    return len(keys) <= MAX_DEPTH and all(type(key) is str or _is_id(key) for key in keys)


@functools.lru_cache(maxsize=64)
def name_of(dtype: np.dtype[Any]) -> str:
    """`dtype.name`, which numpy puts together anew each time; it would be a sixth of an exchange."""
    return dtype.name


def float32_from_bfloat16(bits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """bfloat16 bits (uint16) as float32; exact."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def bfloat16_from_float32(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """float32 as bfloat16 bits (uint16), rounded to nearest, ties to even; NaN stays NaN."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    rounded = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) >> np.uint32(16)
    return np.where(np.isnan(values), np.uint32(0x7FC0), rounded).astype(np.uint16)
