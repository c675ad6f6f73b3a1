"""The exercise's entry points among a test's requests."""

from __future__ import annotations

from typing import Any

from grader.catalogue.exercise import Exercise, signature_parameters
from grader.judge.far.proxy import Proxy

# The requests that call something; "backward" goes on from what "forward" has called.
CALLS = ("call", "forward")


class Entries:
    """The entry points of an exercise, under the names that calls of them have in `grader.judge.far.proxy`.

    functions: by name, for each parameter whether it may be left out.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.functions = {
            entry.name: {one.name: one.has_default for one in signature_parameters(entry.signature)}
            for entry in exercise.entries
            if entry.kind == "function"
        }
        self._pure = exercise.pure_methods
        self._names = {entry.name for entry in exercise.entries}
        self._methods = {method for entry in exercise.entries for method in entry.methods}

    def called(self, target: Proxy) -> str:
        """The name under which an entry point, a method of one, or an object of one is called; "" for anything else."""
        name: str = target._name
        owner, _, attribute = name.rpartition(".")
        is_object = not owner and name.startswith("<") and "forward" in self._methods
        return name if name in self._names or (owner and attribute in self._methods) or is_object else ""

    def is_pure(self, called: str) -> bool:
        """Whether it is a method whose calls on one object leave each other alone; calling an object is `forward`."""
        owner, _, attribute = called.rpartition(".")
        return (attribute if owner else "forward" if called.startswith("<") else "") in self._pure


class Called:
    """The names of the entry points that one side's requests call."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._forward = ""

    def name(self, op: str, arguments: dict[str, Any]) -> str:
        """Of the entry point that this request calls, or whose gradients it asks for; "" for any other request."""
        if op == "backward":
            return self._forward
        name = self._entries.called(arguments["target"]) if op in CALLS else ""
        if op == "forward":
            self._forward = name
        return name
