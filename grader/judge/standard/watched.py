"""The submission's side of a test that is run once more: among other calls, and with everything kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from grader.judge import context
from grader.judge.far.batch import Asked, Batch
from grader.judge.far.proxy import Call, Proxy, Side
from grader.judge.far.session import Session, SubmissionRaised, protocol_fault
from grader.judge.standard.dtypes import Dtypes
from grader.judge.standard.entries import CALLS, Called, Entries
from grader.judge.standard.trace import Replay, Request, Trace, copied, size_of
from grader.judge.values import plain_value
from grader.worker import wire

# What is kept of one test, and how often a call is made again: a pool of arrays has an end.
MOST_KEPT_BYTES = 4 * 2**20
REPEATS = 40
# Each question to a function of the judge's is a message; so a call that asks is made again less often.
REPEATS_ASKING = 4
# Where the graph of a side's last forward pass is kept, so that none is lost to another's (`grader.worker.child`).
_BEFORE, _AFTER, _ON_OBJECT = 1, 2, 3


class Now(NamedTuple):
    """A call's arguments, by the names of the parameters, and its answer."""

    given: dict[str, Any]
    answer: Any


@dataclass(frozen=True)
class Kept:
    """A call of an entry point, and what `Now` was when it was made."""

    call: Call
    given: dict[str, Any]
    answer: Any


class Watched(Side):
    """The side of a test; `beside` makes the other calls, if there are to be any."""

    def __init__(self, session: Session, framework: str, entries: Entries) -> None:
        super().__init__(session, framework, "submission")
        self.entries = entries
        self.kept: list[Kept] = []
        self.targets: dict[str, Proxy] = {}  # what the test called last, by name
        self.beside: Beside | None = None
        self.batch = Batch(self)  # of the requests that go with the test's next one
        self._called = Called(entries)
        self._asked = self._kept_bytes = 0

    def ask(self, op: str, **arguments: Any) -> Any:
        """A request of the test, between those of the other one."""
        if self.beside is None:
            return super().ask(op, **arguments)
        self._asked += 1
        name = self._called.name(op, arguments)
        self.batch = Batch(self)
        self.beside.before.go_on(self._asked)
        if name and op in CALLS:
            self.targets[name] = arguments["target"]
            if self.entries.is_pure(name):
                self.beside.call_on(arguments["target"], self._asked - 1)
        asked = self.watch(op, arguments, name)
        self.beside.after.go_on(self._asked)
        self.batch.send()
        return self._answer(asked)

    def _answer(self, asked: Asked) -> Any:
        """The answer to a request of the test."""
        if asked.raised is not None:
            self.note_fault(asked.raised, asked.op, asked.arguments)
            raise asked.raised
        if not asked.made:
            raise protocol_fault("a request that was not made")
        self.note_answer(asked.value)
        return asked.value

    def watch(
        self, op: str, arguments: dict[str, Any], name: str, then: Callable[[Asked], None] | None = None
    ) -> Asked:
        """One request of the batch; of a call of an entry point, which has a name, all is kept, here and there."""
        if not name or self._kept_bytes > MOST_KEPT_BYTES:
            return self.batch.add(op, arguments, then)

        def keep(asked: Asked) -> None:
            call = Call(name, asked.arguments.get("args", ()), asked.arguments.get("kwargs", {}))
            given = _by_name(name, *wire.hand_over((call.args, call.kwargs), self._adapt, _as_it_comes_back))
            self.kept.append(Kept(call, given, copied(asked.value)))
            self._kept_bytes += size_of(given) + size_of(asked.value)
            if then is not None:
                then(asked)

        return self.batch.add(op, {**arguments, "watch": True}, keep)

    def now(self) -> list[Now]:
        """The kept calls, in order, with their arguments and answers as those are by now.

        Raises:
            Fault: it does not say.
        """
        found = super().ask("watched")
        if type(found) is not list or len(found) != len(self.kept):
            raise protocol_fault("other calls than were watched")
        return [_read(kept.call.name, item) for kept, item in zip(self.kept, found, strict=True)]


def _read(name: str, item: Any) -> Now:
    if type(item) is not tuple or [type(part) for part in item[:2]] != [tuple, dict] or len(item) != 3:
        raise protocol_fault("a watched call of unknown form")
    args, kwargs, answer = item
    return Now(_by_name(name, args, kwargs), answer)


def _by_name(call: str, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments by the names of the parameters; by number where those are not known."""
    names = [*context.current().parameters.get(call, []), *map(str, range(len(args)))]
    return dict(zip(names, args, strict=False)) | kwargs


def _as_it_comes_back(item: wire.Item) -> Any:
    return plain_value(item) if isinstance(item, wire.Array) else item


class Beside:
    """The same test with other inputs, made along with it: each of its requests once before, and once after."""

    def __init__(self, trace: Trace, far: Watched, dtypes: Dtypes) -> None:
        self.trace, self.far, self.dtypes = trace, far, dtypes
        self.before, self.after = (self._replay(slot) for slot in (_BEFORE, _AFTER))

    def _replay(self, slot: int) -> Replay:
        def ask(request: Request, arguments: dict[str, Any]) -> Asked:
            return self._ask(request, _in_slot(slot, request.op, arguments))

        return Replay(self.trace, ask, self._module)

    def call_on(self, target: Proxy, number: int) -> None:
        """Make this test's request of that number to the submission, with `target` as the object that is called."""
        mine = [request for request in self.trace.requests if request.mine]
        if number < len(mine) and mine[number].op in CALLS:
            request = mine[number]
            try:
                arguments = _in_slot(_ON_OBJECT, request.op, self.before.filled(request.arguments))
                self.far.watch(request.op, arguments | {"target": target}, request.watched)
            except (LookupError, TypeError):
                return

    def repeat(self, targets: dict[str, Proxy]) -> None:
        """Call each of these many times more, with the arguments of this test's latest call of that name."""
        calls = [request for request in self.trace.requests if request.op in CALLS]
        latest = {request.watched: request for request in calls if request.watched in targets}
        for name, request in latest.items():
            args, kwargs = request.arguments["args"], request.arguments["kwargs"]
            times = REPEATS_ASKING if any(map(callable, (*args, *kwargs.values()))) else REPEATS
            try:
                args, kwargs = self.after.filled((args, kwargs))
                Side.ask(self.far, "repeat", target=targets[name], args=args, kwargs=kwargs, times=times)
            except (SubmissionRaised, LookupError, TypeError):
                continue

    def _module(self, number: int) -> Proxy:
        module = self.far.module
        return module if number == 0 else module.adapter

    def _ask(self, request: Request, arguments: dict[str, Any]) -> Asked:
        see = partial(self.dtypes.see, request) if request.mine else None
        asked = self.far.watch(request.op, arguments, request.watched, see)
        if request.op in CALLS and request.watched in self.far.entries.functions:
            self._ask_others(request.watched, arguments["args"], arguments["kwargs"])
        return asked

    def _ask_others(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """The exercise's other functions with the same arguments, by name: as forward goes before backward."""
        functions = self.far.entries.functions
        given = dict(zip(functions[name], args, strict=False)) | kwargs
        for other, parameters in functions.items():
            if other != name and all(optional or parameter in given for parameter, optional in parameters.items()):
                arguments = {parameter: given[parameter] for parameter in parameters if parameter in given}
                target = self.far.batch.add("get", {"target": self.far.module, "name": other}).brought()
                self.far.watch("call", {"target": target, "args": (), "kwargs": arguments, "want": "value"}, other)


def _in_slot(slot: int, op: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return arguments | {"slot": slot} if op in ("forward", "backward") else arguments
