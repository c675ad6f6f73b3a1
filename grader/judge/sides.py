"""The steps of an input, made on one side: the submission's or the reference's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.inputs.read import Input, Step, make_arguments
from grader.inputs.values import Maker, function_name
from grader.judge import seeds
from grader.judge.far.children import Children, Code
from grader.judge.far.proxy import Call, Proxy, Side
from grader.judge.far.session import Fault, Worker
from grader.report import Failure
from grader.sandbox import SandboxGone
from grader.verdict import Verdict

SEED = "input"
"""The run seed of what the code itself draws: the same in every run of an input, and on both sides."""


@dataclass
class Done:
    """A step that was made: the call as the transcript has it, and the value; or what ended the side."""

    call: Call
    value: Any = None
    fault: Fault | None = None


class InputFunction:
    """A function of an input, for one side: its source runs in a child of its own, in the submission's sandbox.

    It is the learner's code, so it runs neither in the judge nor beside the reference; the judge passes questions on.
    """

    def __init__(self, children: Children, worker: Worker, text: str) -> None:
        self.children, self.times = children, 0
        self.fault: Fault | None = None
        name = function_name(text)
        source = text if name else f"_function = {text.strip()}"
        lead = "import math\n" + ("" if children.exercise.framework == "python" else "import numpy as np\n")
        self.side = children.open(Code(source.encode(), "function"), worker)
        try:
            self.side.load(source=(lead + source).encode(), adapter=None, entries=[], seed=0)
            self.function = getattr(self.side.module, name or "_function")
        except Fault as fault:
            self.fault = fault
        self.side.session.restart_clock(lambda: children.reference_s)

    def __call__(self, *args: Any) -> Any:
        """Ask it; what it raises is kept, for whoever tells of the trial."""
        self.times += 1
        if self.fault is not None:
            raise ValueError("the function could not be loaded")
        try:
            return self.function(*args)
        except Fault as fault:
            self.fault = self.fault or fault
            raise ValueError("the function of the input raised") from None

    def close(self) -> None:
        """End its child."""
        self.children.close(self.side)


class InputSide:
    """One side of a run of an input: its child, its functions, and what its steps have left."""

    def __init__(self, children: Children, far: Side, plan: Input, functions_in: Worker, size: int | None) -> None:
        self.children, self.far, self.plan = children, far, plan
        self.left: dict[str, Any] = {}
        self.functions: list[InputFunction] = []
        self._functions_in, self.size = functions_in, size

    def load(self, code: Code, limit_s: Callable[[], float]) -> None:
        """Load the code.

        Raises:
            Fault: it cannot be loaded.
        """
        inside = seeds.worker_seed(SEED, self.children.exercise.slug, SEED)
        self.children.load(self.far, code, inside, limit_s)

    def run(self) -> list[Done]:
        """Make the steps, up to the first that fails."""
        done: list[Done] = []
        for step in self.plan.steps:
            done.append(self.made(step))
            if done[-1].fault is not None:
                break
        return done

    def begin(self) -> None:
        """Make all steps but the last."""
        for step in self.plan.steps[:-1]:
            fault = self.made(step).fault
            if fault is not None:
                raise fault

    def last(self) -> Callable[[], Any]:
        """The last call, made ready."""
        step = self.plan.steps[-1]
        args, kwargs = make_arguments(step, self._maker())
        function = self._target(step)
        return lambda: _told(step, function(*args, **kwargs))

    def timed(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """The last call for a clock: its arguments are over there already, and there the answer stays.

        What it takes to carry them would be in the figures of both sides, and hide how they differ.
        """
        step = self.plan.steps[-1]
        args, kwargs = make_arguments(step, self._maker())
        kept = tuple(map(self.far.keep, args))
        named = {name: self.far.keep(value) for name, value in kwargs.items()}
        function = self._target(step)
        return lambda: function.keep(*kept, **named), ()  # an empty call gives its first argument back, by value

    def forget(self) -> None:
        """Let go of what was left, here and there."""
        self.left.clear()
        for function in self.functions:
            function.close()
        self.functions.clear()
        self.far.forget()

    def close(self) -> None:
        """End its children."""
        for function in self.functions:
            function.close()
        self.children.close(self.far)

    def made(self, step: Step) -> Done:
        """Make one step."""
        maker, call = self._maker(), Call(step.target, (), {})
        try:
            call = Call(step.target, *make_arguments(step, maker))
            value = maker.make(step.value, step.at / "value")
            call, got = self._do(step, call, value, maker)
        except Fault as fault:
            return Done(call, fault=fault)
        except SandboxGone:
            if self.far.role != "submission":
                raise
            return Done(call, fault=Fault(Verdict.RTE, Failure("died", {"exit_status": None, "signal": None})))
        except (
            LookupError,
            TypeError,
            AttributeError,
        ) as error:  # an earlier answer is not what the input takes it for
            unusable = Failure("unusable", {"error": type(error).__name__})
            return Done(call, fault=Fault(Verdict.WA, unusable))
        if step.name:
            self.left[step.name] = got
        return Done(call, got)

    def _do(self, step: Step, call: Call, value: Any, maker: Maker) -> tuple[Call, Any]:
        if step.does in ("call", "new"):
            function = self._target(step)
            if step.grad is not None:
                pulled = function.vjp(*call.args, grad=maker.make(step.grad, step.at / "grad"), **call.kwargs)
                return call, {"value": pulled.value, "gradients": list(pulled.args), "parameters": pulled.parameters}
            return call, _told(step, function(*call.args, **call.kwargs))
        if step.does == "weights":
            self._draw_weights(self._target(step), step)
            return Call(step.target, (), {}), None
        holder = self._walk(step.path[:-1])
        if step.does == "set":
            setattr(holder, step.path[-1], value)
            return Call(step.target, (value,), {}), None
        return Call(step.target, (), {}), getattr(holder, step.path[-1])

    def _target(self, step: Step) -> Any:
        return self._walk(["adapter", *step.path] if step.through_adapter else step.path)

    def _walk(self, path: list[str]) -> Any:
        found = self.left[path[0]] if path[0] in self.left else getattr(self.far.module, path[0])
        for name in path[1:]:
            found = getattr(found, name)
        return found

    def _draw_weights(self, module: Any, step: Step) -> None:
        """Random values for every parameter and buffer of floats, by name: equal on both sides where names are."""
        state = module.state_dict()
        drawn = {}
        for name, old in sorted(state.items()) if isinstance(state, dict) else ():
            rng = np.random.default_rng([step.seed, *name.encode()])
            floats = isinstance(old, np.ndarray) and old.dtype.kind == "f"
            drawn[name] = (step.scale * rng.normal(size=old.shape)).astype(old.dtype.name) if floats else old
        module.load_state_dict(drawn)

    def _maker(self) -> Maker:
        return Maker(
            self.children.exercise.framework, use=lambda name: self.left[name], function=self._function, size=self.size
        )

    def _function(self, text: str) -> InputFunction:
        made = InputFunction(self.children, self._functions_in, text)
        self.functions.append(made)
        return made


def _told(step: Step, got: Any) -> Any:
    """The answer to a call; of an adapter's the values, for the objects that it returns before them stay there."""
    if step.through_adapter and type(got) is tuple and len(got) > 1 and isinstance(got[0], Proxy):
        return got[1] if len(got) == 2 else got[1:]
    return got
