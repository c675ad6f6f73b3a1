"""Layer 2 of the rules: forbidden ATen kernels raise, in this process and for good.

It belongs in a child used for the rule check alone, before the submission is loaded: it catches every spelling of an
operation, for all end at the same kernels. It is evidence and no wall: the kernels are overridden in the process of
the submission, which layer 1 (`grader.rules`) keeps from torch.library, gc and ctypes. docs/rules.md tells the rest.

This file runs inside the sandbox and imports nothing of the trusted side.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

KEYS = ("CPU", "CompositeImplicitAutograd", "CompositeExplicitAutograd", "AutogradCPU")
"""Where the raising functions stand. An operation that is composed of others has no kernel of its own for CPU, and
one with a formula for its gradient is entered through AutogradCPU."""

MAX_CALLED = 100


class ForbiddenOperation(RuntimeError):
    """The submission called an operation that the exercise forbids. `operation` is its name, without overload."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"the operation aten::{operation} is forbidden in this exercise")
        self.operation = operation


class Denial:
    """The overrides of one call of `deny`; they last as long as this object lives.

    `called` holds the operations that were tried, in order, whether or not the submission caught the exception.
    """

    def __init__(self, library: Any) -> None:
        self.library = library
        self.called: list[str] = []

    def raiser(self, operation: str) -> Callable[..., NoReturn]:
        """A kernel that notes the call and raises."""

        def refuse(*_: object, **__: object) -> NoReturn:
            if len(self.called) < MAX_CALLED:
                self.called.append(operation)
            raise ForbiddenOperation(operation)

        return refuse


def deny(operations: Iterable[str]) -> Denial:
    """Make each of these ATen operations raise ForbiddenOperation, with all its overloads and its in-place twin.

    Args:
        operations: names without namespace and overload, such as "_softmax"; unknown ones are passed over, since
            versions of torch differ.
    """
    import torch

    denial = Denial(torch.library.Library("aten", "IMPL"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of each kernel that is overridden
        for operation in operations:
            kernel = denial.raiser(operation)
            for name in (operation, f"{operation}_"):
                packet = getattr(torch.ops.aten, name, None)
                for overload in packet.overloads() if packet is not None else ():
                    full = name if overload == "default" else f"{name}.{overload}"
                    for key in KEYS:
                        denial.library.impl(full, kernel, key)
    return denial
