"""Layer 2 of the rules: forbidden ATen kernels raise, in this process and for good.

It belongs into a child used for the rule check alone, before the submission is loaded: it catches every spelling of an
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


class ForbiddenOperation(RuntimeError):  # noqa: N818 (the name is the message that a learner reads)
    """The submission called an operation that the exercise forbids. `operation` is its name, without overload."""

    def __init__(self, operation: str) -> None:
        super().__init__(f"the operation aten::{operation} is forbidden in this exercise")
        self.operation = operation


def deny(operations: Iterable[str]) -> list[Any]:
    """Make each of these ATen operations raise ForbiddenOperation, with all its overloads.

    Args:
        operations: names without namespace and overload, such as "_softmax"; unknown ones are passed over, since
            versions of torch differ.

    Returns:
        What must be kept: the overrides last as long as it lives.
    """
    import torch

    library = torch.library.Library("aten", "IMPL")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns of each kernel that is overridden
        for operation in operations:
            packet = getattr(torch.ops.aten, operation, None)
            for overload in packet.overloads() if packet is not None else ():
                name = operation if overload == "default" else f"{operation}.{overload}"
                for key in KEYS:
                    library.impl(name, _raiser(operation), key, allow_override=True)
    return [library]


def _raiser(operation: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise ForbiddenOperation(operation)

    return refuse
