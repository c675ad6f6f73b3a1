"""What a test asks of one side, in order: enough to ask it again outside of the judge, as an input or a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.catalogue.exercise import Exercise, signature_parameters
from grader.judge.far.proxy import Proxy
from grader.judge.values import NoGradient
from grader.tensor import Tensor
from grader.worker import wire

# Together; a script with more is none that anybody steps through.
MOST_ELEMENTS = 200_000


class NotSaved(Exception):
    """The case asks for something that stands for itself only inside the judge; the words say what."""


@dataclass
class Variable:
    """Something on the far side by its name in a script: "attention", "adapter.lora", "attention.forward"."""

    name: str


@dataclass
class Answers:
    """A function of the test's: what it was asked, and its answers."""

    pairs: list[tuple[tuple[Any, ...], Any]] = field(default_factory=list)


@dataclass
class Made:
    """One thing that was asked. does: "call", "get", "set", "value" (a value that is named), "vjp", "parameters".

    answer: as the test has it, so that what is compared can be found in it; `name` is its variable.
    """

    does: str
    target: str
    name: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    value: Any = None
    answer: Any = None
    stays: bool = False  # the answer is an object of the far side


class Recorder:
    """Listens to a side (`grader.judge.far.proxy.Side.recorder`)."""

    def __init__(self) -> None:
        self.made: list[Made] = []
        self._names: dict[int, str] = {0: "submission", 1: "adapter"}
        self._kept: dict[int, Any] = {}
        self._elements, self._loads = 0, 0
        self._taken: dict[str, int] = {}
        self._asking: Made | None = None
        self._bound: str = ""

    def asking(self, op: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Note a request before it is made; the arguments to make it with, for functions are listened to as well."""
        self._asking, self._bound = None, ""
        if op == "load":
            self._loads += 1
            if self._loads > 1:
                raise NotSaved("load")
        elif op in ("call", "forward"):
            target = self._target(arguments["target"])
            args = tuple(self._listened(arg) for arg in arguments["args"])
            kwargs = {name: self._listened(value) for name, value in arguments["kwargs"].items()}
            self._asking = Made(
                "call" if op == "call" else "vjp",
                target,
                self._new_name(target, arguments.get("want") == "handle"),
                tuple(map(self._frozen, args)),
                {name: self._frozen(value) for name, value in kwargs.items()},
            )
            arguments = {**arguments, "args": args, "kwargs": kwargs}
        elif op == "backward":
            self.made[-1].value = self._frozen(arguments["grad"])
        elif op == "get":
            self._bound = f"{self._target(arguments['target'])}.{arguments['name']}"
        elif op == "set":
            target = f"{self._target(arguments['target'])}.{arguments['name']}"
            self._asking = Made("set", target, "", value=self._frozen(arguments["value"]))
        elif op == "keep":
            self._asking = Made("value", "", self._free("given"), value=self._frozen(arguments["value"]))
        elif op == "fetch":
            self._asking = Made("get", self._target(arguments["target"]), self._free("answer"))
        elif op == "named_parameters":
            self._asking = Made("parameters", self._target(arguments["target"]), self._free("parameters"))
        elif op not in ("forget", "null", "same"):
            raise NotSaved(op)
        return arguments

    def answered(self, value: Any) -> None:
        """Note its answer."""
        if self._bound:
            if isinstance(value, Proxy):
                self._names[value._handle.id] = self._bound
            else:
                self.made.append(Made("get", self._bound, self._free("answer"), answer=value))
        elif self._asking is not None:
            made = self._asking
            made.answer, made.stays = value, isinstance(value, Proxy)
            if isinstance(value, Proxy):
                self._names[value._handle.id] = made.name
            self.made.append(made)
        elif self.made and self.made[-1].does == "vjp" and type(value) is dict and "parameters" in value:
            self.made[-1].answer = {"value": self.made[-1].answer, **value}

    def raised(self) -> None:
        """Note that there is none."""
        if self._asking is not None:
            self.made.append(self._asking)

    def _target(self, target: Any) -> str:
        if not isinstance(target, Proxy) or target._handle.id not in self._names:
            raise NotSaved("an object that nobody has named")
        return self._names[target._handle.id]

    def _new_name(self, target: str, _stays: bool) -> str:
        last = target.rpartition(".")[2]
        return self._free(last.lower() if last[:1].isupper() else "answer")

    def _free(self, name: str) -> str:
        self._taken[name] = self._taken.get(name, 0) + 1
        return name if self._taken[name] == 1 else f"{name}{self._taken[name]}"

    def _listened(self, value: Any) -> Any:
        if isinstance(value, Proxy | np.generic) or not callable(value):
            return value
        return _Listened(value)

    def _frozen(self, value: Any) -> Any:
        """The value as it is now."""
        if isinstance(value, Proxy):
            return Variable(self._target(value))
        if isinstance(value, _Listened):
            return value.answers
        if isinstance(value, np.ndarray):
            self._count(value.size)
            return value.copy()
        if isinstance(value, Tensor):
            self._count(value.data.size)
            return Tensor(value.data.copy(), value.dtype, value.requires_grad)
        if isinstance(value, list | tuple):
            self._count(len(value))
            items = [self._frozen(item) for item in value]
            return items if isinstance(value, list) else tuple(items)
        if isinstance(value, dict):
            return {self._frozen(key): self._frozen(item) for key, item in value.items()}
        return value

    def _count(self, elements: int) -> None:
        self._elements += elements
        if self._elements > MOST_ELEMENTS:
            raise NotSaved("size")


class _Listened:
    """A function of the test's whose answers are kept."""

    def __init__(self, function: Any) -> None:
        self.function, self.answers = function, Answers()

    def __call__(self, *args: Any) -> Any:
        value = self.function(*args)
        if len(self.answers.pairs) < MOST_ELEMENTS // 100:
            self.answers.pairs.append((args, value))
        return value


def expression(made: list[Made], actual: Any, levels: int = 3) -> str | None:
    """What a test compares, as an expression of the answers; None where the test has computed some of it itself."""
    for one in reversed(made):
        path = _path(one.answer, actual, levels)
        if path is not None:
            return one.name + "".join(f"[{step!r}]" for step in path)
    if not levels or not isinstance(actual, list | tuple | dict):
        return None
    items = [expression(made, item, levels - 1) for item in (actual.values() if isinstance(actual, dict) else actual)]
    if not items or None in items:
        return None
    if isinstance(actual, dict):
        return "{" + ", ".join(f"{key!r}: {item}" for key, item in zip(actual, items, strict=True)) + "}"
    return f"[{', '.join(map(str, items))}]"


def no_gradient(made: list[Made], missing: NoGradient, exercise: Exercise) -> str | None:
    """The gradient that did not come, as an expression of the answers of the last call that was pulled back."""
    last = next((one for one in reversed(made) if one.does == "vjp"), None)
    if last is None or type(last.answer) is not dict:
        return None
    if missing.name in last.answer["parameters"]:
        return f"{last.name}['parameters'][{missing.name!r}]"
    called = last.target.rpartition(".")[2]
    signatures = [
        entry.methods.get("forward", "") if entry.kind == "class" else entry.signature
        for entry in exercise.entries
        if called in (entry.name, *entry.methods) or called.startswith(entry.name.lower())
    ]
    names = [one.name for one in signature_parameters(signatures[0])] if signatures and signatures[0] else []
    return f"{last.name}['args'][{names.index(missing.name)}]" if missing.name in names else None


def _path(value: Any, wanted: Any, levels: int) -> tuple[Any, ...] | None:
    if value is wanted and value is not None:
        return ()
    items: Any = ()
    if levels and isinstance(value, list | tuple):
        items = enumerate(value)
    elif levels and isinstance(value, dict):
        items = value.items()
    for key, item in items:
        path = _path(item, wanted, levels - 1)
        if path is not None:
            return (key, *path)
    return None


def dtype_name(value: np.ndarray[Any, Any]) -> str:
    """The dtype that an array has on the far side."""
    return str((value.dtype.metadata or {}).get("torch") or wire.name_of(value.dtype))
