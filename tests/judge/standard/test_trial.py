"""Promises are tried on the calls of the tests: whoever breaks one is told how, and who keeps them is left alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.authoring.judges import INSIDE
from grader.catalogue.exercise import Catalogue, Exercise
from grader.catalogue.promises import PREFIX
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options, Trust
from grader.report import CaseResult
from grader.verdict import Verdict

AC, WA, RTE, TLE = Verdict.AC, Verdict.WA, Verdict.RTE, Verdict.TLE
Tried = Callable[..., dict[str, CaseResult]]


@pytest.fixture(scope="module")
def keeper() -> Exercise:
    """The exercise of the fixture catalogue."""
    return Catalogue(Path(__file__).parents[2] / "catalogue")["keeper"]


@pytest.fixture(scope="module")
def right(keeper: Exercise) -> str:
    """The source of the reference: most submissions here are it with one change."""
    return keeper.reference.read_text()


@pytest.fixture(scope="module")
def judge(keeper: Exercise) -> Iterator[JudgeProcess]:
    """A judge as for a check."""
    with JudgeProcess(keeper, Options(sandbox="process", trust=Trust.OURS)) as process:
        yield process


def judged(judge: JudgeProcess, source: str, **options: object) -> Judged:
    """What it says of a source."""
    return judge.judge(Job(source.encode(), seed="0", diagnose=False, **options))  # type: ignore[arg-type]


def broken(found: Judged) -> dict[str, str]:
    """Of each promise that is not kept, how."""
    assert found.internal is None, found.internal
    failed = (case for case in found.cases if case.verdict is not AC and case.skipped == "")
    return {
        case.id.removeprefix(PREFIX): case.failure.facts.get("reason", case.failure.kind) if case.failure else ""
        for case in failed
    }


def with_scale(source: str, lines: str) -> str:
    """The source with another `scale`; what stands before `def` there is the module's."""
    return source.replace("def scale(x, factor=2.0):\n    return x * factor\n", lines)


def test_whoever_keeps_the_promises_passes(judge: JudgeProcess, right: str) -> None:
    """The reference does."""
    found = judged(judge, right)
    assert broken(found) == {}
    assert [case.id for case in found.cases[-4:]] == [
        "standard_inputs_untouched",
        "standard_new_arrays",
        "standard_any_order_of_calls",
        "standard_any_layout",
    ]


KEPT = {
    "indices are kept, not answers": """
import numpy as np
_ones = {}
def scale(x, factor=2.0):
    return x * factor * _ones.setdefault(x.shape, np.ones(x.shape))
""",
    "answers are kept, and copies returned": """
_known = {}
def scale(x, factor=2.0):
    key = x.tobytes(), x.shape, factor
    if key not in _known:
        _known[key] = x * factor
    return _known[key].copy()
""",
    "a buffer is filled, and copied": """
import numpy as np
_buffer = {}
def scale(x, factor=2.0):
    out = _buffer.setdefault(x.shape, np.empty(x.shape))
    np.multiply(x, factor, out=out)
    return out.copy()
""",
    "calls are counted": """
calls = 0
def scale(x, factor=2.0):
    global calls
    calls += 1
    return x * factor
""",
    "an answer is a view of an array of its own": """
import numpy as np
def scale(x, factor=2.0):
    room = np.zeros((2, *x.shape))
    room[1] = x * factor
    return room[1]
""",
}


@pytest.mark.parametrize("lines", KEPT.values(), ids=KEPT)
def test_what_is_kept_within_is_nobodys_business(judge: JudgeProcess, right: str, lines: str) -> None:
    """Only what reaches the caller counts."""
    assert broken(judged(judge, with_scale(right, lines))) == {}


NEW_ARRAYS = {
    "one buffer for each shape": (
        "later",
        """
import numpy as np
_buffer = {}
def scale(x, factor=2.0):
    return np.multiply(x, factor, out=_buffer.setdefault(x.shape, np.empty(x.shape)))
""",
    ),
    "a pool of seven": (
        "later",
        """
import itertools
import numpy as np
_turn, _pool = itertools.count(), {}
def scale(x, factor=2.0):
    return np.multiply(x, factor, out=_pool.setdefault((x.shape, next(_turn) % 7), np.empty(x.shape)))
""",
    ),
    "a part of one long buffer": (
        "later",
        """
import numpy as np
_long = np.empty(10_000)
def scale(x, factor=2.0):
    return np.multiply(x, factor, out=_long[: x.size].reshape(x.shape))
""",
    ),
    "the argument itself": (
        "argument",
        """
def scale(x, factor=2.0):
    return x if factor == 1 else x * factor
""",
    ),
    "a view of the argument": (
        "argument",
        """
def scale(x, factor=2.0):
    return x[:] if factor == 1 else x * factor
""",
    ),
    "an answer that is kept for the same arguments": (
        "kept",
        """
_known = {}
def scale(x, factor=2.0):
    key = x.tobytes(), x.shape, factor
    if key not in _known:
        _known[key] = x * factor
    return _known[key]
""",
    ),
}


@pytest.mark.parametrize(("reason", "lines"), NEW_ARRAYS.values(), ids=NEW_ARRAYS)
def test_an_answer_that_is_not_new(judge: JudgeProcess, right: str, reason: str, lines: str) -> None:
    """Its promise alone is broken, however the array comes to be shared."""
    assert broken(judged(judge, with_scale(right, lines))) == {"new_arrays": reason}


def test_an_array_that_an_object_keeps_and_returns(judge: JudgeProcess, right: str) -> None:
    """A step that returns its own array is told like a function that does."""
    own = right.replace("return self.sum / self.count", "self.mean[:] = self.sum / self.count; return self.mean")
    own = own.replace("start * 1.0, 1", "start * 1.0, 1; self.mean = start * 1.0")
    assert broken(judged(judge, own)) == {"new_arrays": "later"}


def test_a_list_that_is_kept_and_returned(judge: JudgeProcess, right: str) -> None:
    """Lists are looked at like arrays."""
    kept = right.replace("return seen + text.split()", "_all[:] = seen + text.split(); return _all") + "\n_all = []\n"
    assert broken(judged(judge, kept)) == {"new_arrays": "later"}


def test_a_list_of_the_callers_that_is_filled_and_returned(judge: JudgeProcess, right: str) -> None:
    """It breaks two promises: the list is neither new nor left as it was."""
    filled = right.replace("return seen + text.split()", "seen += text.split(); return seen")
    assert broken(judged(judge, filled)) == {"inputs_untouched": "input", "new_arrays": "argument"}


INPUTS = {
    "an array is computed in place, and put back elsewhere": """
def scale(x, factor=2.0):
    x *= factor
    return x.copy()
""",
    "only the last row is changed": """
def scale(x, factor=2.0):
    y = x * factor
    x[-1] = 0
    return y
""",
}


@pytest.mark.parametrize("lines", INPUTS.values(), ids=INPUTS)
def test_an_argument_that_is_changed(judge: JudgeProcess, right: str, lines: str) -> None:
    """No test of the exercise looks at its arguments; the promise does."""
    found = judged(judge, with_scale(right, lines))
    assert broken(found) == {"inputs_untouched": "input"}
    (case,) = (case for case in found.cases if case.verdict is not AC)
    assert case.failure and case.failure.mismatch and case.failure.mismatch.what == "x"


def test_an_argument_of_a_constructor_that_is_changed_later(judge: JudgeProcess, right: str) -> None:
    """What an object was built from stays the caller's."""
    late = right.replace("start * 1.0", "start").replace("self.sum + x, self.count + 1", "self._sum(x), self.count + 1")
    late = late.replace(
        "    def ahead", "    def _sum(self, x):\n        self.sum += x\n        return self.sum\n\n    def ahead"
    )
    assert broken(judged(judge, late)) == {"inputs_untouched": "input"}


ORDER = {
    "a default argument keeps what the first call left": """
def scale(x, factor=2.0, kept={}):
    return (x - x.mean()) * factor + kept.setdefault(x.shape, x.mean()) * factor
""",
    "what was computed is kept by shape": """
_known = {}
def scale(x, factor=2.0):
    return _known.setdefault((x.shape, factor), x * factor).copy()
""",
    "what was computed is kept by length": """
_known = {}
def scale(x, factor=2.0):
    return _known.setdefault((x.size, x.ndim), x * factor).reshape(x.shape).copy()
""",
    "the third call raises": """
_calls = []
def scale(x, factor=2.0):
    _calls.append(0)
    return x * factor if len(_calls) < 3 else 1 / 0
""",
    "the third call ends the process": """
import os
_calls = []
def scale(x, factor=2.0):
    _calls.append(0)
    return x * factor if len(_calls) < 3 else os._exit(3)
""",
}


@pytest.mark.parametrize("lines", ORDER.values(), ids=ORDER)
def test_a_call_that_depends_on_those_before_it(judge: JudgeProcess, right: str, lines: str) -> None:
    """Alone each test passes."""
    found = judged(judge, with_scale(right, lines))
    assert broken(found)["any_order_of_calls"] == "order"


def test_a_forward_pass_that_the_backward_pass_relies_on(judge: JudgeProcess, right: str) -> None:
    """A function that goes by another's last call is told, though no test calls the two in turn."""
    relies = right.replace("return x * factor", "_last[x.shape] = x; return x * factor")
    relies = relies.replace("(y / factor)", "(y / factor + _last.get(x.shape, x) - x)") + "\n_last = {}\n"
    assert broken(judged(judge, relies)) == {"any_order_of_calls": "order"}


OBJECTS = {
    "the sum belongs to the class": ("self.sum,", "Mean.sum,"),
    "the count belongs to the module": ("self.count", "Mean.count"),
    "what was looked ahead is kept by shape": (
        "return (self.sum + x) / (self.count + 1)",
        "return vars(self).setdefault(str(x.shape), (self.sum + x) / (self.count + 1)).copy()",
    ),
}


@pytest.mark.parametrize(("old", "new"), OBJECTS.values(), ids=OBJECTS)
def test_objects_and_pure_methods_that_affect_others(judge: JudgeProcess, right: str, old: str, new: str) -> None:
    """Two objects, and the calls of one object's pure method."""
    assert "any_order_of_calls" in broken(judged(judge, right.replace(old, new)))


def test_a_failure_that_the_case_before_it_caused(judge: JudgeProcess, right: str) -> None:
    """A case that fails in its second item, and passes with that item alone, is told as what it is."""
    kept = with_scale(
        right, "def scale(x, factor=2.0, n=[]):\n    n.append(x.shape[-1])\n    return x * factor + n[0] - n[-1]\n"
    )
    found = judged(judge, kept)
    assert broken(found) == {"scale": "mismatch", "any_order_of_calls": "order"}


LAYOUT = {
    "memory is read in the order in which it lies": (
        "fortran",
        """
def scale(x, factor=2.0):
    return x.ravel(order="K").reshape(x.shape) * factor
""",
    ),
    "strides are those of an array that lies together": (
        "strided",
        """
import numpy as np
def scale(x, factor=2.0):
    if x.flags.f_contiguous and not x.flags.c_contiguous:
        x = x.copy(order="C")
    return np.lib.stride_tricks.as_strided(x, (x.size,), (x.itemsize,)).reshape(x.shape) * factor
""",
    ),
    "a view that runs backwards is not understood": (
        "reversed",
        """
import numpy as np
def scale(x, factor=2.0):
    if min(x.strides) < 0:
        x = x[::-1]
    return x * factor
""",
    ),
    "the argument is changed, and restored": (
        "read_only",
        """
def scale(x, factor=2.0):
    first = x.flat[0]
    x.flat[0] = 0.0
    y = x * factor
    x.flat[0] = first
    y.flat[0] = first * factor
    return y
""",
    ),
    "the process ends where an array has another layout": (
        "fortran",
        """
import os
def scale(x, factor=2.0):
    return x * factor if x.flags.c_contiguous else os._exit(3)
""",
    ),
}


@pytest.mark.parametrize(("reason", "lines"), LAYOUT.values(), ids=LAYOUT)
def test_an_array_that_lies_otherwise_in_memory(judge: JudgeProcess, right: str, reason: str, lines: str) -> None:
    """Every array of a test lies together; the same values in another layout must be answered alike."""
    assert broken(judged(judge, with_scale(right, lines))) == {"any_layout": reason}


def test_an_argument_of_a_constructor_in_another_layout(judge: JudgeProcess, right: str) -> None:
    """Objects are built from such arrays, and their methods get them."""
    built = right.replace("start * 1.0", "self.flat(start)").replace("self.sum + x,", "self.sum + self.flat(x),")
    built = built.replace(
        "    def ahead", "    def flat(self, x):\n        return np.frombuffer(x.data, float)\n\n    def ahead"
    )
    assert broken(judged(judge, "import numpy as np\n" + built)) == {"any_layout": "strided"}


def test_whoever_copies_first_may_read_memory(judge: JudgeProcess, right: str) -> None:
    """What is made in one layout has it."""
    copies = """
import numpy as np
def scale(x, factor=2.0):
    x = np.array(x, order="C")
    return np.frombuffer(x.data, float).reshape(x.shape) * factor
"""
    assert broken(judged(judge, with_scale(right, copies))) == {}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JudgeProcess]:
    """A judge of the same exercise, which promises dtypes too."""
    catalogue = tmp_path_factory.mktemp("dtypes") / "catalogue"
    shutil.copytree(Path(__file__).parents[2] / "catalogue", catalogue)
    settings = catalogue / "exercises/keeper/exercise.toml"
    settings.write_text(settings.read_text().replace("[promises]", "[promises]\ndtype_kept = true"))
    with JudgeProcess(Catalogue(catalogue)["keeper"], Options(sandbox="process", trust=Trust.OURS)) as process:
        yield process


DTYPES = {
    "float64 in the making": """
import numpy as np
def scale(x, factor=2.0):
    return np.asarray(x, float) * factor
""",
    "float32, which is near enough": """
def scale(x, factor=2.0):
    return (x * factor).astype("float32")
""",
    "a scalar that widens": """
import numpy as np
def scale(x, factor=2.0):
    return x * np.sqrt(factor * factor)
""",
}


@pytest.mark.parametrize("lines", DTYPES.values(), ids=DTYPES)
def test_an_answer_of_another_dtype(strict: JudgeProcess, right: str, lines: str) -> None:
    """Though the tests send float64 alone, and values within a tolerance pass."""
    found = judged(strict, with_scale(right, lines))
    assert broken(found) == {"dtype_kept": "dtype"}
    (case,) = (case for case in found.cases if case.verdict is not AC)
    assert case.failure and case.failure.mismatch and case.failure.call
    assert (case.failure.mismatch.aspect, case.failure.call.name) == ("dtype", "scale")


def test_an_object_that_widens(strict: JudgeProcess, right: str) -> None:
    """Methods answer too; and what a call cannot do with float32 says nothing of dtypes."""
    assert broken(judged(strict, right)) == {}
    wide = right.replace("start * 1.0", "start.astype(float)")
    assert broken(judged(strict, wide)) == {"dtype_kept": "dtype"}
    fails = with_scale(
        right, "def scale(x, factor=2.0):\n    if x.dtype != float:\n        raise TypeError\n    return x * factor\n"
    )
    assert broken(judged(strict, fails)) == {}


def test_what_fails_by_itself_shows_nothing(judge: JudgeProcess, right: str) -> None:
    """A wrong formula is no broken promise; nor is a function that is not written yet."""
    assert broken(judged(judge, right.replace("y / factor", "y + factor"))) == {"unscale": "mismatch"}
    assert broken(judged(judge, right.replace("return seen + text.split()", "raise NotImplementedError"))) == {
        "words": "raised"
    }


def test_whoever_does_nothing_keeps_no_promise(judge: JudgeProcess, keeper: Exercise) -> None:
    """A stub gets no point: nothing of it shows that a promise is kept."""
    found = judged(judge, keeper.stub.read_text())
    assert {case.verdict for case in found.cases} == {RTE}


def test_a_promise_can_be_tried_alone(judge: JudgeProcess, right: str) -> None:
    """Without the exercise's own cases nobody knows what fails by itself, and it is found out."""
    wrong = right.replace("y / factor", "y + factor").replace("return x * factor", "x *= factor; return x.copy()")
    found = judged(judge, wrong, cases=("standard_inputs_untouched",))
    assert broken(found) == {"inputs_untouched": "input"}


def test_a_public_test_shows_the_call_and_what_became_of_it(judge: JudgeProcess, right: str) -> None:
    """With which test, which call, what it was and what it is now."""
    found = judged(judge, with_scale(right, NEW_ARRAYS["one buffer for each shape"][1]))
    (case,) = (case for case in found.cases if case.verdict is not AC)
    assert case.failure and case.failure.call and case.failure.mismatch
    assert (case.hidden, case.parameter, case.failure.call.name) == (False, "scale, size=3", "scale")
    assert case.failure.mismatch.expected != case.failure.mismatch.actual


def test_a_hidden_test_shows_only_how(judge: JudgeProcess, right: str) -> None:
    """No call, no value, no print of a hidden test's run, in no promise's case."""
    shown = with_scale(
        right,
        "import numpy as np\n_room = np.empty((2, 2, 2))\ndef scale(x, factor=2.0):\n    print(x)\n"
        "    return np.multiply(x, factor, out=_room) if x.ndim == 3 else x * factor\n",
    )
    found = judged(judge, shown)
    (case,) = (case for case in found.cases if case.verdict is not AC)
    assert case.id == "standard_new_arrays" and case.hidden
    assert (case.failure and case.failure.facts, case.parameter) == ({"reason": "later", "aspect": "values"}, "")
    assert case.failure and case.failure.call is None and case.failure.mismatch is None
    assert all(not case.prints for case in found.cases if case.id.startswith(PREFIX))


def test_the_quick_judge_says_the_same(keeper: Exercise, right: str) -> None:
    """Beside the code, where one child serves many submissions."""
    with JudgeProcess(keeper, Options(sandbox="process", trust=Trust.OURS), command=INSIDE) as quick:
        for lines, expected in (
            ("def scale(x, factor=2.0):\n    return x * factor\n", {}),
            (NEW_ARRAYS["a pool of seven"][1], {"new_arrays": "later"}),
            (INPUTS["only the last row is changed"], {"inputs_untouched": "input"}),
            (KEPT["answers are kept, and copies returned"], {}),
        ):
            assert broken(judged(quick, with_scale(right, lines), reuse_child=True)) == expected


def test_whoever_passes_only_what_asks_too_much(keeper: Exercise, right: str, tmp_path: Path) -> None:
    """A test that the submission fails is run once more then, and nobody else is at fault."""
    catalogue = tmp_path / "catalogue"
    shutil.copytree(Path(__file__).parents[2] / "catalogue", catalogue)
    for path in catalogue.glob("exercises/keeper/test_*.py"):
        path.write_text(path.read_text().replace("mean.add(x)", "[mean.ahead(x) for _ in range(130)] and mean.add(x)"))
    nothing = "def {}(*_args, **_kwargs):\n    return None\n"
    source = right + "".join(nothing.format(name) for name in ("scale", "words", "apply", "unscale"))
    with JudgeProcess(Catalogue(catalogue)["keeper"], Options(sandbox="process", trust=Trust.OURS)) as process:
        found = judged(process, source)
    assert {case.id for case in found.cases if case.verdict is AC} == {"mean", "two_means"}
    assert {broken(found)[name] for name in ("new_arrays", "any_layout")} == {"mismatch"}
