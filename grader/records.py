"""Records as JSON, and back: reports, the messages of the judge's process.

A record is a frozen dataclass. Its JSON form is an object with a member for each field; bytes are in base64. What is
read back is exactly what the annotations name: tuples, enums, nested records.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


def to_json(record: DataclassInstance, **more: Any) -> str:
    """A record as one line of JSON, with `more` members first."""
    return json.dumps({**more, **vars(record)}, default=_member)


def from_json(kind: type[Record], data: Any) -> Record:
    """A record of that kind from its JSON object; missing members get their defaults, unknown ones are passed over.

    Raises:
        KeyError, TypeError, ValueError: `data` is not such a record.
    """
    readers = _readers(kind)
    return kind(**{name: read(data[name]) for name, read in readers.items() if name in data})


def _member(value: Any) -> Any:
    """The JSON form of a value that `json` does not know: bytes, and records within a record."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return vars(value)


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    """The function for each field that turns a JSON value into its type; cached: annotations are slow to evaluate."""
    hints = get_type_hints(kind)
    return {item.name: _reader(hints[item.name]) for item in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """The function that turns a JSON value into the type that an annotation names."""
    arguments = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        present = _reader(next(item for item in arguments if item is not NoneType))
        return lambda value: None if value is None else present(value)
    if get_origin(hint) is tuple and arguments[1:] == (Ellipsis,):
        each = _reader(arguments[0])
        return lambda value: tuple(each(item) for item in value)
    if get_origin(hint) is tuple:
        one_by_one = [_reader(item) for item in arguments]
        return lambda value: tuple(read(item) for read, item in zip(one_by_one, value, strict=True))
    if is_dataclass(hint) and isinstance(hint, type):
        return partial(from_json, hint)
    if hint is bytes:
        return base64.b64decode
    if hint is float or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint
    return lambda value: value
