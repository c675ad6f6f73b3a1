"""The real paths of the names in the modules that a submission may import.

A library's modules hold others under names of their own: `numpy.ma.core.np` is numpy, `enum.bltns` is builtins. The
table grader/rules/modules.json says so for every name that is something else than its path; tools/rule_modules.py makes
it with the Python and the libraries of the sandbox's image, for the judge has no torch and perhaps another Python.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

STAR_MODULES = frozenset(
    {"math", "cmath", "typing", "collections", "itertools", "functools", "heapq", "bisect", "random", "string"}
    | {"statistics", "fractions", "dataclasses", "abc", "enum", "numbers", "numpy"}
)
"""Modules whose `import *` can be expanded: their names are in the table."""


def real(path: str) -> str:
    """The dotted path of the object itself, wherever the parts of `path` lead; "" parts of unknown things stay."""
    parts = path.split(".")
    modules: dict[str, dict[str, str]] = _table()["modules"]
    module = parts.pop(0)
    while parts and module in modules:
        part = parts.pop(0)
        module = modules[module].get(part, f"{module}.{part}")
    return ".".join([module, *parts])


def is_module(path: str) -> bool:
    """Whether this is a module, by its real path."""
    return path in _table()["modules"]


def is_hidden(path: str) -> bool:
    """Whether a module of Python's own keeps the name for itself: it is in no `__all__` and in no documentation."""
    module, _, name = path.rpartition(".")
    return name in _table()["hidden"].get(module, ())


@functools.cache
def names_that_lead_elsewhere(module: str) -> frozenset[str]:
    """The attributes of a module that are modules, something else than they say, or hidden."""
    table = _table()
    below = f"{module}."
    children = {name[len(below) :] for name in table["modules"] if name.startswith(below)}
    return frozenset({*table["modules"].get(module, ()), *table["hidden"].get(module, ()), *children})


@functools.cache
def star_names(module: str) -> frozenset[str]:
    """The names that `from module import *` brings, for a module of STAR_MODULES; none for others."""
    return frozenset(_table()["stars"].get(module, ()))


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return table
