"""Write grader/rules/modules.json: what the names in the modules really are that an exercise with rules may import.

Run it with an interpreter that has the versions of the Dockerfile: Python 3.11, its numpy and its torch. The judge has
no torch, and a name such as `numpy.ma.core.np` must be known for what it is: a module, and another one than it says.
With --check it changes nothing, and ends with status 1 if the file is not current.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import logging
import pkgutil
import platform
import re
import sys
import types
import warnings
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "grader/rules/modules.json"
sys.path.insert(0, str(ROOT))

from grader.rules import closed  # noqa: E402 -- the path comes first
from grader.rules.modules import STAR_MODULES  # noqa: E402

ROOTS = sorted(closed.IMPORTS | {"torch"})
_NOT_IN_THE_IMAGE = frozenset({"test", "tests", "testing_utils", "conftest", "setup", "mypy_plugin"})


def main() -> int:
    """The exit status."""
    text = dump(survey())
    if "--check" in sys.argv[1:]:
        current = TABLE.read_text(encoding="utf-8") == text
        print("current" if current else f"{TABLE} is not current: run tools/rule_modules.py")
        return 0 if current else 1
    TABLE.write_text(text, encoding="utf-8")
    return 0


def dump(table: dict[str, Any]) -> str:
    """One line for each module."""
    parts = []
    for key, value in table.items():
        lines = [f"  {json.dumps(name)}: {json.dumps(item)}" for name, item in value.items()]
        parts.append(f" {json.dumps(key)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def survey() -> dict[str, Any]:
    """The table; docs of `grader.rules.modules` tell what its parts mean."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sys.meta_path[:] = [_InTheImage() if finder is PathFinder else finder for finder in sys.meta_path]
    modules = {module.__name__: module for root in ROOTS for module in _modules(root)}
    import numpy
    import torch

    versions = {"python": platform.python_version().rpartition(".")[0], "numpy": numpy.__version__}
    return {
        "versions": versions | {"torch": torch.__version__.partition("+")[0]},
        "modules": {name: _aliases(name, module, modules.keys()) for name, module in sorted(modules.items())},
        "hidden": {name: hidden for name, module in sorted(modules.items()) if (hidden := _hidden(name, module))},
        "stars": {name: sorted(_exported(name, modules[name])) for name in sorted(STAR_MODULES)},
    }


class _InTheImage(PathFinder):
    """Finds no library that the image has not, whatever else is installed here: what needs one is not there either."""

    def __init__(self) -> None:
        self._there = {*sys.stdlib_module_names, *ROOTS}
        required = {name.lower() for name in _required("torch")}
        for module, distributions in importlib.metadata.packages_distributions().items():
            if required.intersection(map(str.lower, distributions)):
                self._there.add(module)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        top = name.partition(".")[0]
        return PathFinder.find_spec(name, path, target) if top in self._there or top.startswith("_") else None


def _required(distribution: str) -> set[str]:
    """The distribution, and all that it requires without extras."""
    try:
        requirements = importlib.metadata.requires(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return set()
    names = {re.split(r"[^\w.-]", text)[0] for text in requirements if "extra ==" not in text}
    return {distribution}.union(*map(_required, names))


def _modules(name: str) -> Iterator[types.ModuleType]:
    """The module of this name and all below it that no rule closes."""
    if _is_closed(name):
        return
    try:
        module = importlib.import_module(name)
    except ImportError:
        return
    module.__name__ = name  # `collections.abc` calls itself `_collections_abc`
    yield module
    for info in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if info.name not in _NOT_IN_THE_IMAGE:
            yield from _modules(f"{name}.{info.name}")


def _is_closed(path: str) -> bool:
    """Whether a rule closes the path, with all below it."""
    if path != "__future__" and _is_private(path):
        return True
    if any(closed.covers(item, path) or closed.covers(path, item) for item in closed.OPEN):
        return False
    return any(closed.covers(item, path) for paths in closed.CLOSED.values() for item in paths)


def _aliases(name: str, module: types.ModuleType, known: Any) -> dict[str, str]:
    """The attributes that are something else than their path says, with what they are."""
    found = {}
    for attribute, value in _attributes(module):
        path = f"{name}.{attribute}"
        real = value.__name__ if isinstance(value, types.ModuleType) else _real_path(value)
        if real is None or real == path:
            continue
        given_away = attribute in getattr(module, "__all__", ())
        if isinstance(value, types.ModuleType):
            found[attribute] = real
        elif _is_closed(real) and (given_away or _is_private(real) or _is_closed(path)):
            continue
        elif _is_closed(real) or _is_something_else(path, real):
            found[attribute] = real
    return found


def _attributes(module: types.ModuleType) -> Iterator[tuple[str, Any]]:
    """The names that are not private, and what they stand for."""
    for attribute in sorted({*dir(module), *getattr(module, "__all__", ())}):
        if not attribute.startswith("_"):
            try:
                yield attribute, getattr(module, attribute)
            except Exception:  # what is made when it is asked for may not be there
                continue


def _real_path(value: Any) -> str | None:
    """Where a function or class was defined; None where that cannot be told, or leads elsewhere."""
    try:
        home, name = value.__module__, value.__qualname__
        path = f"{home}.{name}"
    except Exception:
        return None
    if type(home) is not str or type(name) is not str or "<" in name:
        return None
    for candidate in (path.removeprefix("_"), path):
        if _at(candidate) is value:
            return candidate
    return None


def _at(path: str) -> Any:
    """What is found at a dotted path; None where nothing is."""
    home, _, rest = path.partition(".")
    while rest:
        name, _, after = rest.partition(".")
        if f"{home}.{name}" not in sys.modules:
            break
        home, rest = f"{home}.{name}", after
    value: Any = sys.modules.get(home)
    for name in filter(None, rest.split(".")):
        value = getattr(value, name, None)
    return value


def _is_something_else(path: str, real: str) -> bool:
    """Whether a function or class is another library's, or has another name there."""
    another = real.partition(".")[0] != path.partition(".")[0] or real.rpartition(".")[2] != path.rpartition(".")[2]
    annotations = real.startswith(("typing.", "collections.abc.", "builtins."))
    return another and not annotations


def _is_private(path: str) -> bool:
    return any(part.startswith("_") for part in path.split("."))


def _exported(name: str, module: types.ModuleType) -> set[str]:
    """The names that a module of Python's own gives away: by `__all__`, or defined there."""
    listed = closed.PUBLIC.get(name) or getattr(module, "__all__", None)
    if listed is not None:
        return set(listed)
    own = (name, f"_{name}", None, "builtins")
    names = {attribute for attribute, value in _attributes(module) if getattr(value, "__module__", None) in own}
    return {attribute for attribute in names if not isinstance(getattr(module, attribute), types.ModuleType)}


def _hidden(name: str, module: types.ModuleType) -> list[str]:
    """The names of a module of Python's own that it keeps for itself, and that are what they say."""
    if name.partition(".")[0] in ("numpy", "torch", "typing_extensions"):
        return []
    known = _exported(name, module) | set(closed.DOCUMENTED.get(name, ())) | _aliases(name, module, ()).keys()
    return [
        attribute
        for attribute, value in _attributes(module)
        if attribute not in known and not isinstance(value, types.ModuleType)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
