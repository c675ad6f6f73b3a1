"""The operations that a child refuses, and the refused calls that it reports: layer 2 of the rules (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.judge.far.proxy import Side
from grader.rules.families import Family

_ORDERS = ("2", "-2", "nuc")


class Watch:
    """The forbidden operations, while a case is run.

    The child tells of each call at once, so that the record is the judge's. What it tells is untrusted, and nothing
    but names that it was given counts.

    Args:
        families: what is forbidden, by name.
        allowed: names of functions that are not.
        framework: the exercise's.

    Attributes:
        called: the operations that the submission called, each with its family's name, in order.
        silenced: whether the child no longer tells what it told before the submission was loaded.
    """

    def __init__(self, families: Mapping[str, Family], allowed: frozenset[str], framework: str) -> None:
        self.called: dict[str, str] = {}
        self.silenced = False
        self._probed: bool | None = None
        self._kernels: dict[str, str] = {}
        self._functions: dict[str, str] = {}
        self._norms: dict[str, str] = {}
        for rule, family in families.items():
            if framework == "torch":
                self._kernels |= {name: rule for name in family.aten if name.strip("_") not in allowed}
            if framework == "numpy":
                self._functions |= {name: rule for name in family.names if name not in allowed}
                self._norms |= {path: rule for path in family.norms if path.startswith("numpy.")}
        self._rules = {f"aten::{name}": rule for name, rule in self._kernels.items()}
        self._rules |= {f"numpy's {name}": rule for name, rule in self._functions.items()}
        for path, rule in self._norms.items():
            self._rules |= {f"numpy's {path.rpartition('.')[2]} of order {order}": rule for order in _ORDERS}

    def __bool__(self) -> bool:
        """Whether there is anything to refuse."""
        return bool(self._rules)

    def begin(self, far: Side) -> None:
        """Before the submission is loaded: refuse from now on, and see whether the child tells."""
        refused = {"kernels": self._kernels, "functions": self._functions, "norms": self._norms}
        far.ask("deny", note=self._note, **{kind: sorted(names) for kind, names in refused.items()})
        self._tells = self._probe(far)

    def end(self, far: Side) -> None:
        """After the case: see whether the child still tells."""
        self.silenced = self._tells and not self._probe(far)

    def _probe(self, far: Side) -> bool:
        """Whether the child tells of a call of its own."""
        self._probed = False
        far.ask("probe")
        probed, self._probed = self._probed, None
        return probed

    def _note(self, operation: Any) -> None:
        if type(operation) is not str or operation not in self._rules:
            return
        if self._probed is None:
            self.called[operation] = self._rules[operation]
        else:
            self._probed = True
