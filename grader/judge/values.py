"""Values on the judge's side: as they come off the wire, as they go onto it, and what a learner calls their types.

What comes is exact built-in types, plain ndarrays, numpy's own scalars and `Opaque` objects. A tensor is an ndarray
whose dtype's metadata says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from grader.tensor import Tensor
from grader.worker import wire

# How much of a nest its type's name tells: levels, and the items looked at on each.
_LEVELS, _ITEMS = 3, 20
_LISTED, _CHARS = 4, 200


class Opaque:
    """An object that stays on the far side."""

    __slots__ = ()

    @property
    def type_name(self) -> str:
        """The far side's name for its type, which nobody can check."""
        raise NotImplementedError


@dataclass(frozen=True)
class NoGradient:
    """In the place of a gradient that there is none of: the value does not depend on `name`, or its graph was cut."""

    name: str


def type_words(value: Any, array: str = "numpy.ndarray") -> str:
    """A learner's name for the type of `value`, such as "list[tuple[int, float]]".

    Args:
        array: the name for an ndarray that is not a tensor.
    """
    return _type_words(value, array, _LEVELS)[:_CHARS]


def _type_words(value: Any, array: str, levels: int) -> str:
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return value.type_name
    if isinstance(value, np.ndarray):
        return "torch.Tensor" if kind_of(value) == "torch" else array
    if isinstance(value, np.generic):
        return f"numpy.{value.dtype.name}"
    name = type(value).__name__
    if levels and value and type(value) in (list, tuple):
        return f"{name}[{_item_words(value, array, levels - 1)}]"
    return name


def _item_words(items: list[Any] | tuple[Any, ...], array: str, levels: int) -> str:
    """As Python's own notation has it: each of a short tuple's, else the one or the several that there are."""
    words = [_type_words(item, array, levels) for item in items[:_ITEMS]]
    if isinstance(items, tuple) and len(items) <= _LISTED:
        return ", ".join(words)
    kinds = " | ".join(dict.fromkeys(words))
    return f"{kinds}, ..." if isinstance(items, tuple) else kinds


def kind_of(array: np.ndarray[Any, Any]) -> str:
    """The framework that the array had on the far side: "torch" or "numpy"."""
    return "torch" if "torch" in (array.dtype.metadata or {}) else "numpy"


def dtype_of(array: np.ndarray[Any, Any] | np.generic) -> str:
    """The dtype that the array had on the far side, such as "bfloat16", which numpy holds as float32."""
    return str((array.dtype.metadata or {}).get("torch") or wire.name_of(array.dtype))


def plain_array(item: wire.Array) -> np.ndarray[Any, Any]:
    """An array off the wire as a plain, writable ndarray; a tensor's own dtype is named in the dtype's metadata."""
    array = np.frombuffer(item.data, dtype=wire.DTYPES[item.dtype]).reshape(item.shape)
    array = wire.float32_from_bfloat16(array) if item.dtype == "bfloat16" else array.copy()
    return array.view(_tensor_dtype(item.dtype, item.requires_grad)) if item.kind == "torch" else array


def plain_value(item: wire.Array) -> Any:
    """An array off the wire as numpy has it: an ndarray, or a scalar where it was one."""
    return plain_array(item)[()] if item.kind == "scalar" else plain_array(item)


def wire_array(kind: str, values: np.ndarray[Any, Any], dtype: str, requires_grad: bool = False) -> wire.Array:
    """An array on its way to the far side.

    Raises:
        TypeError: it has no place on the wire.
    """
    if dtype not in wire.DTYPES:
        raise TypeError(f"a test gave an array of dtype {dtype}, which has no place on the wire")
    if dtype == "bfloat16":
        data = wire.bfloat16_from_float32(values)
    else:
        data = np.ascontiguousarray(values, dtype=wire.DTYPES[dtype])
    return wire.Array(kind, dtype, values.shape, requires_grad, data.tobytes())


def as_tensor(value: Any) -> np.ndarray[Any, Any]:
    """An ndarray that stands for a tensor of these values on this side."""
    values = value.data if isinstance(value, Tensor) else np.asarray(value)
    return values.astype(_tensor_dtype(value.dtype if isinstance(value, Tensor) else wire.name_of(values.dtype), False))


@cache
def _tensor_dtype(dtype: str, requires_grad: bool) -> np.dtype[Any]:
    """numpy's dtype for a tensor of this one, which the metadata names."""
    plain = np.dtype(np.float32) if dtype == "bfloat16" else wire.DTYPES[dtype]
    return np.dtype(plain, metadata={"torch": dtype, "requires_grad": requires_grad})
