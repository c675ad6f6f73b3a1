"""Layer 2 of the rules: forbidden operations raise, in this process and for good.

It belongs in a child used for the rule check alone, before the submission is loaded. Of torch it overrides ATen
kernels, which catches every spelling of an operation, for all end at the same kernels; of numpy it replaces functions
in the modules that are public. It is evidence, not a wall: it stands in the process of the submission, which layer 1
(`grader.rules.source`) keeps from torch.library, gc and ctypes. docs/rules.md tells the rest.

Each call is told to `note` before anything is raised, so that the judge knows of it whatever the submission does
afterwards; and `Denial.probe` makes such a call itself, to show that the guard still works.

This file runs inside the sandbox and imports nothing of the trusted side.
"""

from __future__ import annotations

import functools
import importlib
import sys
import types
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

KEYS = ("CPU", "CompositeImplicitAutograd", "CompositeExplicitAutograd", "AutogradCPU")
"""Where the raising functions stand. An operation that is composed of others has no kernel of its own for CPU, and
one with a formula for its gradient is entered through AutogradCPU."""

MAX_NOTES = 100

_ARGUMENTS: dict[str, Callable[[Any], object]] = {
    "Tensor": lambda torch: torch.zeros(1),
    "int": lambda _: 0,
    "float": lambda _: 1.0,
    "number": lambda _: 1,
    "bool": lambda _: False,
    "str": lambda _: "",
}
"""For a probe: arguments of an operation by their type in its schema; for any other, None."""

_INSIDES = frozenset({"numpy.ma.core", "numpy.ma.extras", "numpy.matrixlib.defmatrix", "numpy.testing"})
"""Public by name, and not in the documentation."""

_ORDERS = {"max": "2", "amax": "2", "min": "-2", "amin": "-2", "sum": "nuc"}
"""The order of the norm for each of numpy's reductions of the singular values, by name."""

Note = Callable[[str], object]


class ForbiddenOperation(RuntimeError):
    """The submission called an operation that the exercise forbids. `operation` is its name, without overload."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"the operation {operation} is forbidden in this exercise")
        self.operation = operation


class Denial:
    """Operations that raise; those of torch for as long as this object lives.

    Args:
        note: gets the name of each operation that is tried, whether or not the submission catches the exception; the
            first MAX_NOTES of them.
    """

    def __init__(self, note: Note) -> None:
        self._note, self._notes = note, 0
        self._library: Any = None
        self._probes: list[Callable[[], object]] = []

    def refuse(self, operation: str) -> NoReturn:
        """Note the call and raise."""
        if self._notes < MAX_NOTES:
            self._notes += 1
            self._note(operation)
        raise ForbiddenOperation(operation)

    def probe(self) -> None:
        """Try an operation: it should be noted. Some cannot be called without the right arguments, so a few are."""
        for call in self._probes[:5]:
            try:
                call()
            except ForbiddenOperation:
                return
            except Exception:  # what torch says of arguments that do not fit
                continue

    # -- torch

    def kernels(self, operations: Iterable[str]) -> None:
        """Make each of these ATen operations raise, with all its overloads and its in-place twin.

        Args:
            operations: names without namespace and overload, such as "_softmax"; unknown ones are passed over, since
                versions of torch differ.
        """
        import torch

        self._library = torch.library.Library("aten", "IMPL")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch warns of each kernel that is overridden
            for operation in operations:
                for name in (operation, f"{operation}_"):
                    packet = getattr(torch.ops.aten, name, None)
                    for overload in packet.overloads() if packet is not None else ():
                        self._override(f"{name}.{overload}".removesuffix(".default"), f"aten::{operation}")
                        self._probes.append(functools.partial(_called, torch, getattr(packet, overload)))

    def _override(self, full: str, operation: str) -> None:
        def refused(*_: object, **__: object) -> NoReturn:
            self.refuse(operation)

        for key in KEYS:
            self._library.impl(full, refused, key)

    # -- numpy

    def functions(self, names: Iterable[str], norms: Iterable[str]) -> None:
        """Make the functions of these names raise wherever a public module of numpy has them.

        Args:
            names: such as "svd".
            norms: dotted paths of norms; those of numpy.linalg raise for a matrix and the orders 2, -2 and "nuc".
        """
        for module in _public_modules():
            for name in set(names) & vars(module).keys():
                if callable(getattr(module, name)):
                    setattr(module, name, _Refused(self, name))
                    self._probes.append(getattr(module, name))
        if any(path.startswith("numpy.linalg.") for path in norms):
            self._singular_values()

    def _singular_values(self) -> None:
        """Make the norms of a matrix raise that are its largest singular value, its smallest, or their sum.

        All of them end at one function of numpy's own. What the submission gives as the order need not be a number:
        an array without axes equals 2 as well, and so does an object that says so.
        """
        home = sys.modules["numpy"].linalg.norm.__wrapped__.__globals__

        def refused(_x: object, _rows: object, _columns: object, chosen: Callable[..., Any], *_: object) -> NoReturn:
            self.refuse(f"numpy's norm of order {_ORDERS[chosen.__name__]}")

        home["_multi_svd_norm"] = refused


class _Refused:
    """A stand-in for a function of numpy, which refuses to be called."""

    def __init__(self, denial: Denial, name: str) -> None:
        self._denial, self._name = denial, name

    def __call__(self, *_: object, **__: object) -> NoReturn:
        self._denial.refuse(f"numpy's {self._name}")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._denial.refuse(f"numpy's {self._name}")  # `np.logaddexp.reduce`


def _public_modules() -> list[types.ModuleType]:
    """The modules of numpy whose names a submission may use; the functions of numpy itself look into others."""
    for name in ("linalg", "ma", "polynomial", "random"):
        importlib.import_module(f"numpy.{name}")
    return [
        module
        for name, module in list(sys.modules.items())
        if name.split(".")[0] == "numpy" and not any(part.startswith("_") for part in name.split("."))
        if name not in _INSIDES and isinstance(module, types.ModuleType)
    ]


def _called(torch: Any, overload: Any) -> object:
    """Call an operation with arguments of the types in its schema; its answer."""
    arguments = [item for item in overload._schema.arguments if not item.has_default_value()]
    makers = {item.name: _ARGUMENTS.get(str(item.type)) for item in arguments}
    values = {name: maker(torch) if maker else None for name, maker in makers.items()}
    plain = [values[item.name] for item in arguments if not item.kwarg_only]
    return overload(*plain, **{item.name: values[item.name] for item in arguments if item.kwarg_only})
