"""One case while it runs: what it is, its two sides, and what happened when its test was called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from grader.judge import seeds
from grader.judge.context import CaseSpec
from grader.judge.far.children import Children, Code
from grader.judge.far.proxy import Side
from grader.judge.own import OwnTime
from grader.report import CaseResult, Failure
from grader.texts import Text
from grader.verdict import Verdict


@dataclass
class Case:
    """A case of the manifest, with its items: one for each set of parameters, in order."""

    spec: CaseSpec
    hidden: bool
    items: list[pytest.Item] = field(default_factory=list)

    def result(self, verdict: Verdict | None, **facts: Any) -> CaseResult:
        """The case's result, with what the manifest says of it; the hint where it is about the failure."""
        spec = self.spec
        hint = spec.hint_about(facts.get("failure"))
        return CaseResult(spec.id, spec.title, self.hidden, spec.points, verdict, hint=hint, **facts)


@dataclass(frozen=True)
class Attempt:
    """One run of one item: the exception (None: it passed), and both sides."""

    error: BaseException | None
    ran: bool
    submission: Side
    reference: Side | None
    compared: list[tuple[Any, Any, Any]] = field(default_factory=list)  # as `context.note_compared` has it


@dataclass(frozen=True)
class Seen:
    """Of a failed item, for the diagnosis: why it failed, what was compared in it, and what was answered.

    Nothing was, as far as this tells, where it takes much memory.
    """

    failure: Failure
    compared: list[tuple[Any, Any, Any]]
    answers: list[Any]


@dataclass(frozen=True)
class Failed:
    """A failed item, and what was seen of the submission in it."""

    case: Case
    item: pytest.Item
    seen: Seen


class CaseRun:
    """The two sides of the case that is running, its item, what the test raised, and what it remarked."""

    def __init__(self, children: Children, case: Case, code: Code, submission: Side, seed: str) -> None:
        self.children, self.case, self.code, self.seed = children, case, code, seed
        self.inside = seeds.worker_seed(seed, children.exercise.slug, case.spec.id)
        self.submission = submission
        self.reference: Side | None = None
        self.own = OwnTime(children.own_s)
        self.item: pytest.Item | None = None
        self.error: BaseException | None = None
        self.ran = False
        self.remark: Text | None = None

    def load(self) -> None:
        """Load the submission; from then on its time limit follows the reference's time in this case."""
        limits = self.children.exercise.limits

        def limit_s() -> float:
            reference_s = self.reference.session.wall_s if self.reference else 0.0
            return max(self.children.time_s, limits.time_factor * reference_s)

        self.children.load(self.submission, self.code, self.inside, limit_s)

    def open_reference(self) -> Side:
        """The reference's child, opened and loaded at the first call."""
        if self.reference is None:
            self.reference = self.children.open_reference()
            self.children.load(self.reference, self.children.reference, self.inside, lambda: self.children.reference_s)
        return self.reference

    def generator(self) -> np.random.Generator:
        """For the judge's own random numbers."""
        assert self.item is not None
        return seeds.generator(self.seed, self.children.exercise.slug, self.case.spec.id, parameter_id(self.item))

    def close(self) -> None:
        """End both children."""
        self.error = None  # its traceback holds this, with all the answers
        for far in (self.submission, self.reference):
            if far is not None:
                self.children.close(far)


# What a test may ask for, by the name of its argument; the fixtures give the same.
_ARGUMENTS: dict[str, Callable[[CaseRun], Any]] = {
    "submission": lambda now: now.submission.module,
    "reference": lambda now: now.open_reference().module,
    "rng": lambda now: now.generator(),
}


def call(item: pytest.Item, now: CaseRun) -> None:
    """Call a plain test, as pytest would in the end, and keep what it raised."""
    assert isinstance(item, pytest.Function)
    parameters = parameters_of(item)
    try:
        arguments = {
            name: parameters[name] if name in parameters else _ARGUMENTS[name](now) for name in item.fixturenames
        }
        now.ran = True
        with now.own:
            returned = item.obj(**arguments)
        if returned is not None:  # such as a coroutine, which has checked nothing
            raise TypeError(f"a test returns nothing; this one returned a {type(returned).__name__}")
    except (KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:
        now.error = error


def parameter_id(item: pytest.Item) -> str:
    """pytest's id of the item's parameters, "" where it has none."""
    callspec = getattr(item, "callspec", None)
    return str(callspec.id) if callspec is not None else ""


def parameters_of(item: pytest.Item) -> dict[str, Any]:
    """The values by name; none where the test is not parametrized."""
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec is not None else {}


def told(item: pytest.Item) -> str:
    """The item's parameters as a learner reads them: "size=2, axis=-1"."""
    return ", ".join(f"{name}={value!r}"[:60] for name, value in parameters_of(item).items())
