"""Proxies that stand for the far side in a test and read like the learner's own module and objects.

`submission.softmax(x)` calls; `submission.BatchNorm(3)` builds; attributes are read and set. Arrays become the
exercise's framework type on the far side, Python functions become callbacks that the judge answers. What comes back
is exact built-in types and plain ndarrays; an object with no place on the wire comes back as another `Proxy`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np

from grader.judge import context
from grader.judge.compare import WrongAnswer, difference_in_kind
from grader.judge.far.session import Fault, Session, protocol_fault
from grader.judge.values import NoGradient, Opaque, as_tensor, plain_value, wire_array
from grader.limits import KEPT_BYTES
from grader.report import Failure, Raised
from grader.tensor import Tensor
from grader.verdict import Verdict
from grader.worker import wire


class Recorder(Protocol):
    """Whoever listens to a side (`grader.judge.recorder`)."""

    def asking(self, op: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """A request that is about to be made; the arguments to make it with."""

    def answered(self, value: Any) -> None:
        """Its answer."""

    def raised(self) -> None:
        """It has none."""


class Outcome(NamedTuple):
    """A call seen whole: its value, and its arguments as they are after the call."""

    value: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class Gradients(NamedTuple):
    """Value and vector-Jacobian products: for each positional argument (None where it is not a float tensor,
    NoGradient where none flows to it), and for each trainable parameter by name.
    """

    value: Any
    args: tuple[Any, ...]
    parameters: dict[str, Any]


@dataclass
class Call:
    """A call that a test made: how it reads, what went in, and what came of it; `answered` where anything did."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    answer: Any = None
    answered: bool = False


@dataclass
class Transcript:
    """One side's calls and answers in one case, in order; an answer is a value, or ("raised", type) where it raised."""

    answers: list[Any] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    at_fault: Call | None = None  # the one that a test could not go on with, where that is known

    @property
    def told(self) -> Call | None:
        """The call that a report shows."""
        return self.at_fault or (self.calls[-1] if self.calls else None)


_OBJECT_BYTES = 64


def kept(answers: list[Any]) -> list[Any]:
    """The answers, or none of them where they take much memory."""
    left, waiting = KEPT_BYTES, list(answers)
    while waiting and left > 0:
        value = waiting.pop()
        left -= _OBJECT_BYTES + (value.nbytes if isinstance(value, np.ndarray) else 0)
        if isinstance(value, str | bytes):
            left -= len(value)
        elif isinstance(value, list | tuple):
            left -= _OBJECT_BYTES * len(value)
            waiting += value if left > 0 else ()
        elif isinstance(value, dict):
            left -= _OBJECT_BYTES * len(value)
            waiting += (*value.keys(), *value.values()) if left > 0 else ()
    return answers if left > 0 else []


class Side:
    """One side of a case: a session, with the conversions between the judge's values and the wire."""

    def __init__(self, session: Session, framework: str, role: str) -> None:
        self.session, self.framework, self.role = session, framework, role
        self.transcript = Transcript()
        self._callbacks: list[Callable[..., Any]] = []
        self._loading: dict[str, Any] = {}
        self._scalars: dict[int, np.generic] = {}  # by `id`: numpy's scalars of that side, which go back as such
        self.functions: dict[str, Proxy] = {}  # of the module, so that each is asked for once
        self.recorder: Recorder | None = None  # hears what is asked, where somebody wants to ask it again

    @property
    def module(self) -> Proxy:
        """The submission's module."""
        return Proxy(self, wire.Handle(0, "module"), "")

    def ask(self, op: str, **arguments: Any) -> Any:
        """One request; the answer goes into the transcript."""
        if self.recorder is not None:
            arguments = self.recorder.asking(op, arguments)
        try:
            value = self.session.request({"op": op, **arguments}, self._adapt, self._build, self._call_back)
        except Fault as fault:
            if self.recorder is not None:
                self.recorder.raised()
            self.note_fault(fault, op, arguments)
            raise
        if self.recorder is not None:
            self.recorder.answered(value)
        self.note_answer(value)
        return value

    def ask_all(self, requests: Sequence[tuple[str, dict[str, Any]]]) -> list[Any]:
        """Several requests in one exchange; none of them is in the transcript.

        Returns:
            For each its answer, of the forms that `grader.worker.child` describes.

        Raises:
            Fault: the session has ended.
        """
        batch = [{"op": op, **arguments} for op, arguments in requests]
        try:
            found = self.session.request({"op": "batch", "requests": batch}, self._adapt, self._build, self._call_back)
            if type(found) is not list or len(found) != len(batch):
                raise protocol_fault("a batch of unknown form")
        except Fault as fault:
            fault.role = self.role
            raise
        return found

    def note_answer(self, value: Any) -> None:
        """The answer to a request of the test's, for the transcript."""
        if not isinstance(value, Proxy):  # a handle says nothing, and is asked for only once
            self.transcript.answers.append(value)

    def note_fault(self, fault: Fault, op: str, arguments: dict[str, Any]) -> None:
        """A request of the test's that ended so: whose fault it is, and of which kind; and for the transcript."""
        fault.role = self.role
        raised = fault.failure.raised
        if raised is not None and not raised.frames and not _runs_theirs(op, arguments):
            fault.verdict, fault.failure = Verdict.WA, _asked_in_vain(op, arguments, raised)
        self.transcript.answers.append(("raised", raised.type if raised else fault.verdict.value))

    def load(self, **request: Any) -> Any:
        """Have the far side load this code, in the place of any before it; what it says of the entry points."""
        self._loading = request
        self.functions.clear()
        return self.ask("load", **request)

    def load_again(self, seed: int) -> None:
        """Have it load the same code anew, with other seeds; what a test holds of that side means nothing now."""
        self.functions.clear()
        self.ask("load", **{**self._loading, "seed": seed})
        self.transcript.answers.pop()  # a description of entry points is none of the case's

    def check_kind(self, value: Any, expected: Any) -> None:
        """An answer is of the expected types and shapes, so that it can be worked with.

        Raises:
            WrongAnswer: the submission's is not.
            TypeError: the reference's is not.
        """
        mismatch = difference_in_kind(value, expected, tensors=True)
        if mismatch is not None and self.role == "submission":
            raise WrongAnswer(mismatch)
        if mismatch is not None:
            raise TypeError(f"the reference's answer differs in its {mismatch.aspect} from what the test expects")

    def keep(self, value: Any) -> Any:
        """The value as an object of the far side, where it is one that a call can change; else itself."""
        if value is None or isinstance(value, Proxy | bool | int | float | str | bytes) or callable(value):
            return value
        return self.ask("keep", value=value)

    def forget(self) -> None:
        """Let go of every object on that side; what a test holds of them means nothing from now on."""
        self.functions.clear()
        self._scalars.clear()
        self.ask("forget")

    def _adapt(self, value: Any) -> Any:
        if isinstance(value, Proxy):
            return value._handle
        if isinstance(value, np.generic):
            ours = self._scalars.get(id(value)) is not value
            return value.item() if ours else wire_array("scalar", np.asarray(value), value.dtype.name)
        if isinstance(value, np.ndarray):
            kind = "torch" if self.framework == "torch" else "numpy"
            return wire_array(kind, value, wire.name_of(value.dtype))
        if isinstance(value, Tensor):
            return wire_array("torch", value.data, value.dtype, value.requires_grad)
        if isinstance(value, wire.Earlier):
            return value
        if callable(value):
            self._callbacks.append(value)
            return wire.Callback(len(self._callbacks) - 1)
        raise TypeError(f"a test gave a {type(value).__name__}, which has no place on the wire")

    def _build(self, item: wire.Item) -> Any:
        if isinstance(item, wire.Array):
            return self._known(plain_value(item)) if item.kind == "scalar" else plain_value(item)
        if isinstance(item, wire.Handle):
            return Proxy(self, item, f"<{item.type}>")
        raise wire.WireError("an item that has no way back")

    def _known(self, scalar: Any) -> Any:
        """The same scalar, from now on known as the far side's own."""
        self._scalars[id(scalar)] = scalar
        return scalar

    def _call_back(self, number: int, args: tuple[Any, ...]) -> dict[str, Any]:
        if not 0 <= number < len(self._callbacks):
            raise Fault(Verdict.PE, Failure("protocol", {"reason": "a callback that was never given"}))
        try:
            return {"value": self._callbacks[number](*args)}
        except Exception as error:
            # The far side chose the arguments. Whether it or the test is wrong shows when the reference is put in its
            # place (`grader.judge.suite`); until then it is told what it would see of a local function.
            return {"error": f"the function could not take these arguments ({type(error).__name__})"}


class Proxy(Opaque):
    """An object of the far side: call it, read and set its attributes, pass it back as an argument."""

    __slots__ = ("_far", "_handle", "_name", "_theirs")

    def __init__(self, far: Side, handle: wire.Handle, name: str) -> None:
        object.__setattr__(self, "_far", far)
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_theirs", True)  # whether to call it is to run the submission's own code

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "adapter" and self._handle.id == 0:
            return Proxy(self._far, wire.Handle(1, "module"), "")
        known = self._far.functions.get(name) if self._handle.id == 0 else None
        if known is not None:
            return known
        value = self._far.ask("get", target=self, name=name)
        if isinstance(value, Proxy):
            object.__setattr__(value, "_name", f"{self._name}.{name}" if self._name else name)
            object.__setattr__(value, "_theirs", self._handle.id == 0)
            if self._handle.id == 0:
                self._far.functions[name] = value
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        self._far.ask("set", target=self, name=name, value=value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, and get the value."""
        return self._call("value", args, kwargs)

    def keep(self, *args: Any, **kwargs: Any) -> Proxy:
        """Call it, and leave the result on the far side, whatever its type."""
        result: Proxy = self._call("handle", args, kwargs)
        return result

    def call(self, *args: Any, **kwargs: Any) -> Outcome:
        """Call it, and get the value together with the arguments as they are after the call.

        Each argument is an object of the far side before the call, and is asked for after it like any other; so no
        one function over there says what became of all of them.
        """
        given = [self._far.keep(arg) for arg in args]
        named = {name: self._far.keep(arg) for name, arg in kwargs.items()}
        value = self._ask(Call(self._name, args, kwargs), "call", args=tuple(given), kwargs=named, want="value")
        return Outcome(
            value,
            tuple(_after(kept, arg) for kept, arg in zip(given, args, strict=True)),
            {name: _after(named[name], arg) for name, arg in kwargs.items()},
        )

    def vjp(self, *args: Any, grad: Any, **kwargs: Any) -> Gradients:
        """Call it (torch), and pull `grad` back through it, to its float arguments and its parameters.

        Raises:
            WrongAnswer: the value is not of the types and shapes of `grad`.
        """
        value = self._ask(Call(self._name, args, kwargs), "forward", args=args, kwargs=kwargs)
        grad = tuple(grad) if isinstance(grad, list) else grad
        self._far.check_kind(value, tuple(map(as_tensor, grad)) if isinstance(grad, tuple) else as_tensor(grad))
        seen = self._far.ask("backward", grad=grad)
        if type(seen) is not dict or seen.keys() != {"args", "parameters"} or type(seen["parameters"]) is not dict:
            raise protocol_fault("gradients of unknown form")
        if type(seen["args"]) is not list or len(seen["args"]) != len(args):
            raise protocol_fault("gradients for another number of arguments")
        names = context.current().parameters.get(self._name, [])
        names = [*names, *(f"#{position}" for position in range(len(names) + 1, len(args) + 1))]
        found = zip(names, args, seen["args"], strict=False)
        return Gradients(
            value,
            tuple(
                NoGradient(name) if gradient is None and _is_float(arg) else gradient for name, arg, gradient in found
            ),
            {name: NoGradient(name) if value is None else value for name, value in seen["parameters"].items()},
        )

    def fetch(self) -> Any:
        """The object by value, if it has a place on the wire by now."""
        return self._far.ask("fetch", target=self)

    def named_parameters(self) -> dict[str, Any]:
        """A torch module's parameters by name (`dtype.metadata["requires_grad"]` tells which are trained)."""
        parameters = self._far.ask("named_parameters", target=self)
        if type(parameters) is not dict:
            raise protocol_fault("parameters of unknown form")
        return parameters

    def _call(self, want: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._ask(Call(self._name, args, kwargs), "call", args=args, kwargs=kwargs, want=want)

    def _ask(self, call: Call, op: str, **request: Any) -> Any:
        """Make a call that the transcript keeps."""
        self._far.transcript.calls.append(call)
        call.answer = self._far.ask(op, target=self, **request)
        call.answered = True
        return call.answer

    def __repr__(self) -> str:
        return f"<an object of type {self._handle.type} that stays with the submission>"

    @property
    def type_name(self) -> str:
        """The far side's name for its type."""
        return str(self._handle.type) or "object"

    # A test that treats an opaque answer as data must fail in one clear way, not by Python's defaults.
    def __iter__(self) -> Iterator[Any]:
        raise TypeError(f"a {self._handle.type} object came back, which has no place on the wire")

    def __bool__(self) -> bool:
        raise TypeError(f"a {self._handle.type} object came back, which has no truth value")

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        raise TypeError("compare remote objects with `same(a, b)`")


def _runs_theirs(op: str, arguments: dict[str, Any]) -> bool:
    """Whether a request runs the submission's code: loads it, or calls one of its functions or objects.

    A method may be the framework's as well, and an adapter is ours: where they raise, a line of the submission tells.
    """
    return op in ("load", "forward", "call") and getattr(arguments.get("target"), "_theirs", True)


def _asked_in_vain(op: str, arguments: dict[str, Any], raised: Raised) -> Failure:
    """The failure where a request of the judge's to an answer raised, and no line of the submission was involved."""
    if op == "get" and raised.type == "AttributeError":
        return Failure("asked", {"attribute": arguments["name"]}, raised=raised)
    target = arguments.get("target")
    name = target._name.rpartition(".")[2] if op in ("call", "forward") and isinstance(target, Proxy) else op
    return Failure("asked", {"name": name}, raised=raised)


def _is_float(value: Any) -> bool:
    """Whether it becomes a tensor that can have a gradient."""
    return isinstance(value, Tensor | np.ndarray) and "float" in str(value.dtype)


def _after(kept: Any, given: Any) -> Any:
    """The argument as it is after the call that got it as `kept`."""
    return given if kept is given else kept.fetch()


def same(first: Proxy, second: Proxy) -> bool:
    """Whether two handles are one object on the far side."""
    return first._far.ask("same", first=first, second=second) is True


def side_of(remote: Proxy) -> Side:
    """The side that it stays on."""
    far: Side = object.__getattribute__(remote, "_far")
    return far
