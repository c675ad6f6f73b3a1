"""What a submission does, and the verdict that each case gets for it."""

from __future__ import annotations

import pytest

from grader.catalogue.exercise import Exercise
from grader.grading.client import JudgeProcess
from grader.judge.judged import Judged
from grader.judge.protocol import Job, Options
from grader.report import CaseResult, decide
from grader.verdict import Verdict

from ..hostile.traces import Traces
from .conftest import Judge

SPEAK_OUT_OF_TURN = """import os
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"x" * 4000)
        except OSError:
            pass
    return x * factor"""


def case(judged: Judged, name: str) -> CaseResult:
    """The result of the case `name`."""
    return next(case for case in judged.cases if case.id == name)


def verdicts(judged: Judged) -> dict[str, str]:
    """What failed, and how."""
    return {case.id: str(case.verdict) for case in judged.cases if case.verdict not in (Verdict.AC, None)}


def test_the_reference_passes_every_case(judge: Judge, right: str) -> None:
    """A right answer is AC in every case, and each case of the manifest has an outcome."""
    judged = judge(right)
    assert [case.id for case in judged.cases] == [
        "scale",
        "untouched",
        "counter",
        "callback",
        "adapter",
        "total",
        "index",
        "factor",
    ]
    assert all(case.verdict is Verdict.AC for case in judged.cases)
    assert decide(judged.cases) is Verdict.AC


def test_a_mismatch_names_counts_indices_errors_and_tolerance(judge: Judge, right: str) -> None:
    """The smallest failing size is the counterexample, and the mismatch has every number that a learner needs."""
    judged = judge(right.replace("return x * factor", "y = x * factor\n    y[1:] += 1\n    return y"))
    failed = case(judged, "scale")
    assert failed.verdict is Verdict.WA and failed.parameter == "size=2"
    assert failed.failure is not None and failed.failure.mismatch is not None
    mismatch = failed.failure.mismatch
    assert (mismatch.aspect, mismatch.what, mismatch.count, mismatch.total) == ("values", "scaled", 1, 2)
    assert mismatch.first_index == mismatch.worst_index == (1,)
    assert mismatch.max_abs_error == pytest.approx(1.0)
    assert mismatch.rtol == 1e-7 and mismatch.atol is not None
    assert failed.failure.call is not None and failed.failure.call.name == "scale"
    assert failed.hint is not None and failed.hint.en == "Multiply."


@pytest.mark.parametrize(
    ("body", "aspect"),
    [
        ("return [1.0]", "type"),
        ("return None", "none"),
        ("import numpy as np\n    return [np.ones(2), np.ones(2)]", "type"),
        ("return bytearray(b'x')", "type"),
        ("return 'x'", "type"),
        ("return (x * factor)[None]", "shape"),
        ("return (x * factor).sum()", "shape"),
        ("return x > 0", "dtype"),
        ("return (x * factor).astype(complex)", "dtype"),
        ("return {1, 2}", "type"),
        ("import numpy as np\n    return np.ma.masked_array(x * factor)", "type"),
        ("return x * float('nan')", "finite"),
    ],
)
def test_an_answer_of_another_kind_is_a_wrong_answer_that_says_so(
    judge: Judge, right: str, body: str, aspect: str
) -> None:
    """Type, shape and dtype are compared before values, and nothing broadcasts."""
    failed = case(judge(right.replace("return x * factor", body)), "scale")
    assert failed.verdict is Verdict.WA
    assert failed.failure is not None and failed.failure.mismatch is not None
    assert failed.failure.mismatch.aspect == aspect


def test_an_exception_costs_its_case_and_shows_the_learners_own_line(judge: Judge, right: str) -> None:
    """A raise in one method leaves the other cases their points, and the frames are the submission's only."""
    judged = judge(right.replace("self.total += n", "self.total += n / 0  # here"))
    failed = case(judged, "counter")
    assert verdicts(judged) == {"counter": "RTE"}
    assert failed.failure is not None and failed.failure.raised is not None
    assert failed.failure.raised.type == "ZeroDivisionError"
    assert [frame.text for frame in failed.failure.raised.frames] == ["self.total += n / 0  # here"]


@pytest.mark.parametrize(
    ("death", "verdict"),
    [
        ("import os; os._exit(0)", "RTE"),
        ("import os; os._exit(137)", "RTE"),
        ("import sys; sys.exit(0)", "RTE"),
        ("import os, signal; os.kill(os.getpid(), 9)", "RTE"),
        ("raise KeyboardInterrupt", "RTE"),
        pytest.param("while True: pass", "TLE", marks=pytest.mark.slow),
        ("import time; time.sleep(100)", "TLE"),
        ("return b'x' * 20_000_000", "OLE"),
        ("while True: print('x' * 100_000)", "OLE"),
        (SPEAK_OUT_OF_TURN, "PE"),
        ("a = []; a.append(a); return a", "PE"),
        ("n = []\n    for i in range(100): n = [n]\n    return n", "PE"),
    ],
)
def test_what_ends_a_child_has_a_verdict_of_its_own_and_costs_only_its_cases(
    judge: Judge, right: str, death: str, verdict: str
) -> None:
    """However a call ends, the case gets the verdict for it and the cases that do not call it go on."""
    judged = judge(right.replace("return x * factor", death), cases=["factor", "counter", "callback"], diagnose=False)
    assert verdicts(judged)["factor"] == verdict
    assert case(judged, "counter").verdict is Verdict.AC
    assert case(judged, "callback").verdict is Verdict.AC


def test_an_answer_that_the_test_cannot_use_is_the_submissions_fault(judge: Judge, right: str) -> None:
    """A TypeError in the test on an answer of the wrong kind is WA, proved by the reference in its place; never IE.

    What is odd about the answer is told, of a hidden case in a word; an answer of the right kind is merely unusable.
    """
    for answer, kind, facts in (
        ("None", "mismatch", {"returned_none": True, "aspect": "none"}),
        ("{1}", "mismatch", {"aspect": "type"}),
        ("(x * factor).sum()", "mismatch", {"aspect": "shape"}),
    ):
        failed = case(judge(right.replace("return x * factor", f"return {answer}")), "index")
        assert failed.verdict is Verdict.WA and failed.failure is not None
        assert (failed.failure.kind, failed.failure.facts) == (kind, facts)


def test_a_plain_assertion_of_a_test_is_a_wrong_answer(judge: Judge, right: str) -> None:
    """`assert` in a test file fails the case like any comparison."""
    judged = judge(right.replace("return x * factor", "return x * factor + 1"))
    assert case(judged, "index").verdict is Verdict.WA


def test_a_hidden_case_tells_no_value_no_message_no_print(judge: Judge, right: str) -> None:
    """Of a hidden case the result has only sentence, hint, a built-in type's name and the own failing line."""
    body = "print('SPY', x)\n    class E(Exception): pass\n    raise (ValueError if factor == 2 else E)(f'SPY {x}')"
    judged = judge(right.replace("return x * factor", body))
    for name, type_ in (("index", "ValueError"), ("factor", "")):
        failed = case(judged, name)
        assert failed.hidden and failed.verdict is Verdict.RTE
        assert "SPY" not in repr(failed).replace("raise (ValueError if factor == 2 else E)(f'SPY {x}')", "")
        assert failed.failure is not None and failed.failure.raised is not None and failed.failure.call is None
        assert (failed.failure.raised.type, failed.failure.raised.message) == (type_, "")
        assert len(failed.failure.raised.frames) == 1 and failed.failure.raised.frames[0].function == ""
    assert "SPY" in case(judged, "scale").prints


def test_a_hidden_case_tells_in_which_aspect_the_answer_is_wrong(judge: Judge, right: str) -> None:
    """Of the mismatch nothing but one of a dozen words."""
    wrong = {"x * factor + 1": "values", "(x * factor)[None]": "shape", "x * float('nan')": "finite", "'x'": "type"}
    for answer, aspect in wrong.items():
        failed = case(judge(right.replace("return x * factor", f"return {answer}")), "factor")
        assert failed.hidden and failed.failure is not None
        assert failed.failure.facts == {"aspect": aspect} and failed.failure.mismatch is None


def test_a_hint_is_shown_for_the_failures_that_it_is_about(judge: Judge, right: str) -> None:
    """A hint about values is no help to whoever returns another type, or raises."""
    for answer, hinted in (("x * factor + 1", True), ("'x'", False), ("(x * factor)[None]", False), ("1 / 0", False)):
        failed = case(judge(right.replace("return x * factor", f"return {answer}")), "factor")
        assert (failed.hint is not None) is hinted


@pytest.mark.parametrize(
    ("kept", "alone"),
    [
        ("def scale(x, factor=2.0, seen=[]):\n    seen.append(x.shape)\n    return x * factor * len(seen)", True),
        ("import random\ndef scale(x, factor=2.0):\n    return x * random.random()", False),
        ("def scale(x, factor=2.0):\n    return x * factor + (getattr(x, 'size', 1) > 1)", False),
    ],
    ids=["state", "chance", "size"],
)
def test_a_call_that_is_right_when_made_alone_is_told_so(judge: Judge, right: str, kept: str, alone: bool) -> None:
    """Something is kept from the calls before; of a call that is wrong anyway nothing is said."""
    failed = case(judge(right.replace("def scale(x, factor=2.0):\n    return x * factor", kept)), "scale")
    assert failed.failure is not None and failed.failure.mismatch is not None
    assert failed.failure.facts == ({"alone": True} if alone else {})


def test_children_share_nothing(judge: Judge, right: str) -> None:
    """A case finds nothing of what an earlier case left in the process or in the scratch folder."""
    body = (
        "import builtins, os\n    found = hasattr(builtins, 'left') or os.path.exists('left')\n"
        "    builtins.left = 1\n    open('left', 'w').close()\n    return x * factor + found"
    )
    judged = judge(right.replace("return x * factor", body), cases=["factor", "index", "untouched"])
    assert verdicts(judged) == {} and case(judged, "factor").verdict is Verdict.AC


def test_a_callback_is_counted_by_the_judge(judge: Judge, right: str) -> None:
    """The number of evaluations is the judge's own count."""
    judged = judge(
        right.replace("while high - low > 1e-4:", "for _ in range(100): f(low)\n    while high - low > 1e-4:")
    )
    failed = case(judged, "callback")
    assert failed.verdict is Verdict.WA
    assert failed.failure is not None and failed.failure.mismatch is not None
    assert "calls" in failed.failure.mismatch.expected and "次调用" in failed.failure.mismatch.actual


def test_a_callback_called_wrongly_is_the_submissions_error(judge: Judge, right: str) -> None:
    """A callback that cannot take its arguments raises inside the submission, at its own line."""
    failed = case(judge(right.replace("if f(a) < f(b):", "if f('a', 2) < f(b):")), "callback")
    assert failed.verdict is Verdict.RTE
    assert failed.failure is not None and failed.failure.raised is not None
    assert "could not take these arguments" in failed.failure.raised.message
    assert failed.failure.raised.frames[-1].text.startswith("if f('a', 2)")


@pytest.mark.parametrize(
    ("change", "kind", "facts"),
    [
        (("def scale(", "def Scale("), "missing", {"name": "scale", "near": "Scale"}),
        (("def scale(x, factor=2.0)", "def scale(values, by)"), "signature", {"actual": "scale(values, by)"}),
        (("def scale(x, factor=2.0)", "def scale(x, factor)"), "signature", {"expected": "scale(x, factor=2.0)"}),
        (("def add(self, n)", "def plus(self, n)"), "missing", {"name": "Counter.add"}),
        (("class Counter:", "Counter = 3\nclass Other:"), "not_callable", {"name": "Counter", "actual": "int"}),
        (("def scale(", "import no_such_module\ndef scale("), "raised", {}),
        (("def scale(", "raise SystemExit(0)\ndef scale("), "raised", {}),
        (("def scale(", "import os; os._exit(0)\ndef scale("), "died", {}),
        (("def scale(", "return 1\ndef scale("), "syntax", {"line": 1}),
    ],
)
def test_what_cannot_be_loaded_is_ce_with_its_reason(
    judge: Judge, right: str, change: tuple[str, str], kind: str, facts: dict[str, object]
) -> None:
    """Each way of not loading has its own reason, and no case is run."""
    judged = judge(right.replace(*change))
    assert judged.load is Verdict.CE
    assert judged.load_failure is not None and judged.load_failure.kind == kind
    assert facts.items() <= judged.load_failure.facts.items()
    assert all(case.verdict is None and case.skipped == "not loaded" for case in judged.cases)


@pytest.mark.slow
def test_a_hang_while_loading_is_tle(judge: Judge, right: str) -> None:
    """Loading has a time limit of its own."""
    judged = judge("while True: pass\n" + right)
    assert judged.load is Verdict.TLE
    assert judged.load_failure is not None and judged.load_failure.facts == {"limit_s": 3.0}


@pytest.mark.parametrize(
    "scale",
    [
        "scale = lambda x, factor=2.0: x * factor",
        "def scale(x, factor=2.0, *, debug=False):\n    return x * factor",
        "def scale(*args, **kwargs):\n    return args[0] * kwargs.get('factor', 2.0)",
        "import functools\nscale = functools.partial(lambda k, x, factor=2.0: x * factor, 1)",
        "class scale:\n    def __new__(cls, x, factor=2.0):\n        return x * factor",
    ],
)
def test_unusual_right_entry_points_pass(judge: Judge, right: str, scale: str) -> None:
    """A lambda, extra optional parameters, a partial or a callable class is as good as a def."""
    judged = judge(right.replace("def scale(x, factor=2.0):\n    return x * factor", scale))
    assert verdicts(judged) == {} and judged.load is None


def test_a_known_mistake_is_named_and_an_unknown_one_is_not(judge: Judge, right: str) -> None:
    """The diagnosis names the one mistake whose answers are the submission's, and says nothing otherwise."""
    judged = judge(right.replace("return x * factor", "return factor + x"))
    assert judged.diagnosis is not None and judged.diagnosis.mistake == "added"
    assert set(judged.diagnosis.cases) >= {"scale", "factor"}
    assert judge(right.replace("return x * factor", "return x * factor * 1.01")).diagnosis is None
    assert judge(right.replace("return x * factor", "return x * 2.0")).diagnosis is not None


def test_a_mistake_is_recognised_at_a_later_size(judge: Judge, right: str) -> None:
    """What was asked for at the first size, and is known since, is no part of an answer."""
    first = "y = factor * x\n    if getattr(x, 'size', 1) > 1: y[1:] = x[1:]\n    return y"
    judged = judge(right.replace("return x * factor", first))
    assert case(judged, "scale").parameter == "size=2"
    assert judged.diagnosis is not None and judged.diagnosis.mistake == "first_alone"


def test_a_mistake_that_fails_at_an_earlier_size_is_not_named(judge: Judge, right: str) -> None:
    """There the submission is right, so it makes another mistake."""
    judged = judge(right.replace("return x * factor", "return x + factor if getattr(x, 'size', 1) > 1 else x * factor"))
    assert case(judged, "scale").parameter == "size=2"
    assert judged.diagnosis is None


def test_what_differs_by_less_than_is_tolerated_is_another_mistake(judge: Judge, right: str) -> None:
    """Nearer by far than the case tolerates, or it is not the same."""
    for error, named in ((1e-12, "added"), (3e-8, None)):
        added = f"return (x + factor) * (1 + {error}) if hasattr(x, 'size') else x + factor"
        judged = judge(right.replace("return x * factor", added))
        assert (judged.diagnosis.mistake if judged.diagnosis else None) == named


def test_a_mistake_that_would_have_failed_a_passed_case_is_not_named(judge: Judge, right: str) -> None:
    """Equal answers in the one failing case are not enough where the mistake fails another case too."""
    judged = judge(right.replace("return x * factor", "return x + factor if factor == 3.0 else x * factor"))
    assert verdicts(judged) == {"factor": "WA"}
    assert judged.diagnosis is None


def test_a_mistake_of_another_dtype_is_not_named(judge: Judge, right: str) -> None:
    """Values that agree up to rounding are not the same answer when their dtypes differ."""
    assert judge(right.replace("return x * factor", "return (x + factor).astype('float32')")).diagnosis is None


def test_only_the_selected_cases_run(judge: Judge, right: str) -> None:
    """`--case` runs what it names; the others are skipped by name."""
    judged = judge(right, cases=["factor"])
    assert case(judged, "factor").verdict is Verdict.AC
    assert {case.skipped for case in judged.cases if case.id != "factor"} == {"not selected"}


def test_the_same_seed_repeats_the_run(judge: Judge, right: str) -> None:
    """Inputs are a function of the seed."""
    wrong = right.replace("return x * factor", "return x")
    first, second = (case(judge(wrong), "scale").failure for _ in range(2))
    assert first == second and first is not None


def test_a_submission_that_seeds_numpy_learns_nothing_of_the_inputs(judge: Judge, right: str) -> None:
    """The generator inside the child is another branch of the seed than the judge's."""
    body = (
        "import numpy as np\n    guess = np.random.normal(size=x.shape)\n"
        "    return x * factor if not np.allclose(guess, x) else 0"
    )
    judged = judge(right.replace("return x * factor", body), cases=["factor"])
    assert case(judged, "factor").verdict is Verdict.AC


def test_the_next_sandbox_starts_while_this_submission_is_judged(toolbox: Exercise, right: str) -> None:
    """Where more submissions follow, the next one's sandbox is there when this one's verdict is."""
    with JudgeProcess(toolbox, Options(sandbox="process")) as judge:
        traces = Traces("process", judge._process.pid)
        for prefetch, alive in ((False, 1), (True, 2)):  # the reference's, and the next one's
            judge.judge(Job(right.encode(), seed="0", prefetch=prefetch))
            assert judge.judge(Job(b"", "0", skip="not loaded")).internal is None  # it waits for this one's end
            assert len(traces.alive()) == alive


def test_what_runs_nothing_waits_for_no_sandbox(toolbox: Exercise, right: str) -> None:
    """A file that does not parse is reported at once; the next one is judged as ever."""
    with JudgeProcess(toolbox, Options(sandbox="process")) as judge:
        skipped = judge.judge(Job(b"", "0", skip="not loaded"))
        assert {case.skipped for case in skipped.cases} == {"not loaded"} and skipped.phases == {}
        assert judge.machine.versions == {} and judge.machine.sandbox == "process"
        judged = judge.judge(Job(right.encode(), "0"))
        assert decide(judged.cases) is Verdict.AC and "numpy" in judge.machine.versions
