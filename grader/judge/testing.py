"""The test API of exercises, public as `dlgrade.testing`; docs/exercise-format.md shows it at work.

A test is a pytest function under `@case`. Its fixtures are `submission` and `reference`, which read like the
learner's module (`grader.judge.far.proxy`), and `rng`, the generator of this case, parameter and run. Everything here
runs in the judge, out of the submission's reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import pytest

from grader.judge import compare as _compare
from grader.judge import context as _context
from grader.judge.compare import WrongAnswer
from grader.judge.far.proxy import Proxy, side_of
from grader.judge.far.session import SubmissionRaised
from grader.judge.growth import Prepare, measure
from grader.judge.preview import preview
from grader.report import ASPECTS, Mismatch
from grader.tensor import Tensor
from grader.texts import Text

HINT_FOR: dict[str, tuple[str, ...]] = {
    "answer": ("values", "finite", "length", "keys", "statement"),
    **{aspect: (aspect,) for aspect in ASPECTS},
    "type": ("type", "none", "opaque"),
    "raised": ("raised", "died", "asked"),
    "time": ("time",),
    "memory": ("memory",),
}
"""The meaning of each word of `hint_for`: aspects in which an answer is wrong, and kinds of failure."""

Test = TypeVar("Test", bound=Callable[..., Any])


def case(
    title: str,
    *,
    zh: str,
    points: float = 1,
    sizes: Sequence[Any] | None = None,
    hint: str = "",
    hint_zh: str = "",
    hint_for: Sequence[str] = ("answer",),
) -> Callable[[Test], Test]:
    """Make a test function a case. Its id is the function's name without "test_".

    Args:
        title, zh: the sentence that the learner sees, hidden case or not; a truth ("Rows sum to one").
        points: what it is worth when passed.
        sizes: values of the test's argument `size`, smallest first; they run in order up to the first failure, which
            is the counterexample shown. For other parameters use `pytest.mark.parametrize` below `@case`.
        hint, hint_zh: shown when the case fails in a way that it is about; no values in it.
        hint_for: those ways, words of HINT_FOR; "answer" is what is wrong in most answers: the values, one that is not
            finite, the length, the keys, or a condition that does not hold.

    Raises:
        ValueError: an unknown word.
    """
    unknown = [word for word in hint_for if word not in HINT_FOR]
    if unknown:
        raise ValueError(f'hint_for has "{unknown[0]}"; it takes {", ".join(HINT_FOR)}')

    def mark(function: Test) -> Test:
        function._dlgrade_case = _context.CaseSpec(  # type: ignore[attr-defined]
            id=function.__name__.removeprefix("test_"),
            title=Text(title, zh),
            points=points,
            hint=Text(hint, hint_zh) if hint else None,
            hint_for=tuple(way for word in hint_for for way in HINT_FOR[word]),
        )
        if sizes is None:
            return function
        sized: Test = pytest.mark.parametrize("size", list(sizes), ids=str)(function)
        return sized

    return mark


def workload(title: str, *, zh: str) -> Callable[[Test], Test]:
    """Make a function a timing workload: `f(module, rng)` returns the callable to time and its arguments.

    Where a call changes an object, it returns a list of such pairs, made one after the other and timed together: what
    the object is then shows in the answers of later ones. Every answer is compared whole.

    It is called alike for the submission and the reference, each time with the same generator state, so both are
    timed on equal, fresh inputs: `return module.softmax, (rng.normal(size=(256, 4096)),)`. What it asks of `module`
    itself (building an object, loading weights) is not timed.
    """

    def mark(function: Test) -> Test:
        function._dlgrade_workload = Text(title, zh)  # type: ignore[attr-defined]
        return function

    return mark


def tensor(data: Any, dtype: str | None = None, *, requires_grad: bool = False) -> Tensor:
    """A torch tensor on the far side, with a dtype of its own ("float16", "bfloat16", ...) or requires_grad."""
    array = np.asarray(data)
    return Tensor(array, dtype or array.dtype.name, requires_grad)


def assert_close(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: str | None = None,
    what: str = "",
    what_zh: str = "",
) -> None:
    """The answer equals the expected value up to rounding; the policy stands in `grader.judge.compare`.

    Args:
        rtol, atol: replace the tolerances of the dtype; `atol` is absolute then.
        dtype: the dtype that the statement pins; leave it out where the statement leaves it open.
        what, what_zh: the name of the compared value, for the report; the Chinese one may be left out where it is a
            name of the code.
    """
    tolerances = {**_compare.TOLERANCES, **_context.current().tolerances}
    _compare.compare(
        actual, expected, rtol=rtol, atol=atol, dtype=dtype, what=what, what_zh=what_zh, tolerances=tolerances
    )


def assert_equal(actual: Any, expected: Any, *, what: str = "", what_zh: str = "", strict: bool = False) -> None:
    """The answer is exactly the expected value: strings, integers, booleans, None, arrays, nests of them.

    Args:
        what, what_zh: as for `assert_close`.
        strict: a list is not a tuple, nor a tuple a list. Set it where the statement pins the type, and before the
            answer is given to the reference, which may rely on it.
    """
    _compare.compare_exactly(actual, expected, what=what, what_zh=what_zh, strict=strict)


def assert_shape(
    actual: Any, shape: tuple[int, ...], *, dtype: str | None = None, what: str = "", what_zh: str = ""
) -> None:
    """The answer is an array (in torch: a tensor) of this shape, and of the dtype where one is named.

    For answers that the test computes with: of a list of rows numpy makes an array in silence.
    """
    _compare.compare_shape(actual, shape, dtype=dtype, what=what, what_zh=what_zh)


def require(condition: object, en: str, zh: str) -> None:
    """`condition` holds; else the case fails with this sentence (shown in public cases only: it may name values)."""
    if not condition:
        raise WrongAnswer(Mismatch("statement", "", expected=en, actual=zh))


def assert_raises(exception: str, function: Proxy, *args: Any, **kwargs: Any) -> None:
    """The call raises the built-in exception of that name (or a subclass of it)."""
    try:
        value = function(*args, **kwargs)
    except SubmissionRaised as raised:
        if exception in (raised.record["type"], raised.record["builtin"]):
            return
        raise
    shown = preview(value, 200)
    require(
        False,
        f"The call should raise {exception}; it returned {shown}.",
        f"这个调用应当抛出 {exception}，却返回了 {shown}。",
    )


def load_again(module: Proxy, rng: np.random.Generator) -> None:
    """Load the module anew, as another run would: everything at its top level happens again, with other seeds.

    A generator that the module seeds itself begins as it did before. Objects and functions of the module that a test
    holds mean nothing from now on; it asks `module` for them again.
    """
    side_of(module).load_again(int(rng.integers(2**32)))


_GROWTH_TRIES = 3


def assert_growth(
    submission: Proxy,
    reference: Proxy,
    prepare: Prepare,
    rng: np.random.Generator,
    *,
    sizes: Sequence[int],
    at_most: float,
    en: str,
    zh: str,
    margin: float = 0.3,
) -> None:
    """The cost of a call grows with its size no faster than the reference's, and is nowhere far above it.

    Cost is CPU time, as in `grader.judge.timing`; how it grows is the slope on log-log axes: 1.0 is linear. The case
    fails if the submission's slope is above the reference's by more than `margin`, or its cost at one size above
    `at_most` times the reference's, measured twice. While the machine is noisy more is allowed; where it stays too
    noisy to tell, the case passes, and the report says that it was not measured. The answers of both are compared.

    Args:
        prepare: `prepare(module, size, rng)` makes everything ready and returns the callable to measure and its
            arguments, as a workload does; it is called alike for both sides with equal generators.
        sizes: at least three, smallest first, each at least twice the one before, and the smallest large enough for
            the law to show above the cost of a bare call. Each is drawn anew, from a fifth below it to a quarter above.
        at_most: the largest ratio to the reference's cost that an honest answer of another style may need. Without it,
            work that was blown up to be equal at all sizes has a slope of zero.
        en, zh: what the size is: "the length of the context".
        margin: above 0.

    Raises:
        ValueError: a margin, or a ratio, that leaves no room.
    """
    if margin <= 0:
        raise ValueError(f"margin is {margin}; two measured slopes are never equal, so it must be above 0")
    if at_most <= 1:
        raise ValueError(f"at_most is {at_most}; two measured costs are never equal, so it must be above 1")
    drawn = [round(size * rng.uniform(0.8, 1.25)) for size in sizes]
    failed = 0
    for _ in range(_GROWTH_TRIES):
        grown = measure(submission, reference, prepare, rng, drawn)
        steep, slow = grown.too_steep(margin), grown.too_slow(at_most)
        if steep or slow:
            failed += 1
        elif not grown.noisy:
            _context.note_tolerance_used(max((grown.submission - grown.reference) / margin, grown.ratio / at_most))
            return
        require(
            failed < 2 or not steep,
            f"Its time grows like n^{grown.submission:.1f} with {en}; the reference's like n^{grown.reference:.1f}.",
            f"耗时随{zh}按 n^{grown.submission:.1f} 增长，参考解按 n^{grown.reference:.1f} 增长。",
        )
        require(
            failed < 2 or not slow,
            f"Where {en} is {grown.size}, it takes {grown.ratio:.3g} times as long as the reference; "
            f"at most {at_most:g} times is allowed.",
            f"{zh}为 {grown.size} 时，耗时是参考解的 {grown.ratio:.3g} 倍，最多允许 {at_most:g} 倍。",
        )
    _context.remark(Text("not measured: this machine is too noisy now", "未能测量：本机此刻噪声过大"))


def numerical_gradient(
    function: Callable[[np.ndarray[Any, Any]], Any], x: np.ndarray[Any, Any], grad: Any, *, step: float = 1e-5
) -> np.ndarray[Any, Any]:
    """The vector-Jacobian product of `function` at `x` with `grad`, by central differences in float64.

    Costs two evaluations per element of `x`; the error is of order step² and of 1e-16 / step.
    """
    x = np.array(x, dtype=np.float64)
    result = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + step
        above = np.asarray(function(x.copy()), dtype=np.float64)
        x[index] = kept - step
        below = np.asarray(function(x.copy()), dtype=np.float64)
        x[index] = kept
        result[index] = np.sum((above - below) * grad) / (2 * step)
    return result
