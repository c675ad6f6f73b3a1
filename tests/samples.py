"""Reports as the judge writes them, one for each way that a check can end. Tests render them; so may you:

python -m tests.samples [NAME] [en|zh]
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace

from grader.report import (
    CallShown,
    CaseResult,
    Diagnosis,
    Failure,
    Frame,
    LoadFailure,
    Mismatch,
    Provenance,
    Raised,
    Report,
    Timing,
    Violation,
)
from grader.texts import Text
from grader.verdict import Verdict

PROVENANCE = Provenance(
    program="0.1.0",
    exercise_digest="5b0f8f0e2f2f4f0b" * 4,
    submission_sha256="9d1c7a60c5e74f31" * 4,
    seed="81a3f2c07e",
    sandbox="docker",
    image="dlgrade-numpy:0.1.0",
    interpreter="CPython 3.11.9",
    libraries={"numpy": "2.2.1"},
    started="2025-11-21T08:29:14Z",
    wall_s=2.31,
)

_SENTENCES = (
    ("agrees_with_formula", "Agrees with the formula on small inputs", "小输入上与公式一致", False),
    ("rows_sum_to_one", "Every row sums to one", "每一行之和为 1", False),
    ("large_logits", "Logits around 1e4 stay finite", "很大的 logits 也不会溢出", False),
    ("any_axis", "Works along any axis of any rank", "适用于任意秩的任意轴", False),
    ("input_untouched", "Leaves its input untouched", "不修改输入", False),
    ("masked", "Entries of -inf get probability zero", "-inf 的位置概率为零", True),
    ("float32", "float32 in, float32 out", "输入 float32，输出 float32", True),
    ("mixed_rows", "Rows of very different scale do not disturb each other", "数量级相差很大的行互不影响", True),
)


def cases(**changed: dict[str, object]) -> tuple[CaseResult, ...]:
    """The cases of the sample exercise: passed, unless `changed` says otherwise by id."""
    return tuple(
        replace(
            CaseResult(name, Text(en, zh), hidden, 1.0 + hidden, Verdict.AC, wall_s=0.0021 + 0.0004 * at),
            **changed.get(name, {}),  # type: ignore[arg-type]
        )
        for at, (name, en, zh, hidden) in enumerate(_SENTENCES)
    )


def failure_kinds(record: type[Failure] | type[LoadFailure]) -> list[str]:
    """The kinds that a record's docstring names."""
    text = record.__doc__ or ""
    if record is Failure:
        return re.findall(r"^    (\w+)  ", text, re.MULTILINE)
    return re.findall(r'"(\w+)"', text)


def skipped(reason: str) -> tuple[CaseResult, ...]:
    """The cases, none of them run."""
    return tuple(replace(case, verdict=None, skipped=reason, wall_s=0.0) for case in cases())


def report(verdict: Verdict, points: float, judged: tuple[CaseResult, ...], **others: object) -> Report:
    """A report of the sample exercise."""
    whole = Report(
        exercise="stable_softmax",
        title=Text("Stable softmax", "数值稳定的 softmax"),
        submission="softmax.py",
        verdict=verdict,
        points=points,
        max_points=11.0,
        cases=judged,
        provenance=PROVENANCE,
    )
    return replace(whole, **others)  # type: ignore[arg-type]


OVERFLOWED = Failure(
    "mismatch",
    mismatch=Mismatch(
        aspect="values",
        what="",
        expected="[[0., 0., 1., 0.],\n [1., 0., 0., 0.]]\nshape (2, 4), float64",
        actual="[[nan, nan, nan, nan],\n [nan, nan, nan, nan]]\nshape (2, 4), float64",
        count=8,
        total=8,
        first_index=(0, 0),
        first_expected="0",
        first_actual="nan",
        worst_index=(0, 0),
        worst_expected="0",
        worst_actual="nan",
        rtol=1e-7,
        atol=1e-9,
    ),
    call=CallShown(
        "softmax",
        (
            (
                "x",
                "[[ -3120.8,   4013.7,  12040.3,   -871.2],\n [ 10532.9,  -6221.6,   3360.2,    194.5]]"
                "\nshape (2, 4), float64",
            ),
        ),
    ),
)
WRONG_AXIS = Failure(
    "mismatch",
    mismatch=Mismatch(
        aspect="values",
        what="",
        expected="[[0.09003057, 0.24472847, 0.66524096],\n [0.33333333, 0.33333333, 0.33333333]]"
        "\nshape (2, 3), float64",
        actual="[[0.26894142, 0.5       , 0.73105858],\n [0.73105858, 0.5       , 0.26894142]]\nshape (2, 3), float64",
        count=6,
        total=6,
        first_index=(0, 0),
        first_expected="0.0900305732",
        first_actual="0.268941421",
        worst_index=(1, 0),
        worst_expected="0.333333333",
        worst_actual="0.731058579",
        max_abs_error=0.397725246,
        max_rel_error=1.98722,
        rtol=1e-7,
        atol=6.65e-10,
    ),
    call=CallShown("softmax", (("x", "[[0., 1., 2.],\n [1., 1., 1.]]\nshape (2, 3), float64"), ("axis", "-1"))),
)
_SHIFT = Text("What may you subtract from every logit without changing the result?", "每个 logit 减去什么，结果不变？")
_AXIS = Text("Which axis do your max and your sum run over?", "你的 max 和 sum 沿着哪个轴？")
_HIDDEN_SHIFT = Text(
    "Is the shift taken per row, or once for the whole array?", "平移量是每行各取一次，还是整个数组只取一次？"
)
_RAISED = Raised(
    "ValueError",
    "operands could not be broadcast together with shapes (2,3) (2,) ",
    (
        Frame(21, "softmax", "return _normalise(np.exp(x - _top(x, axis)), axis)"),
        Frame(14, "_normalise", "return e / e.sum(axis)"),
    ),
)
_HIDDEN_RAISED = Raised("ValueError", "", (replace(_RAISED.frames[-1], function=""),))

_WORKLOAD = Text("1024 rows of 1024 logits", "1024 行、每行 1024 个 logits")

SAMPLES: dict[str, Report] = {
    "ac": report(
        Verdict.AC,
        11.0,
        cases(),
        timing=(Timing(_WORKLOAD, 1.93, 1.78, 2.11, 40, 0.0124, 0.0064, "cpu", True),),
    ),
    "ac_noisy": report(
        Verdict.AC, 11.0, cases(), timing=(Timing(_WORKLOAD, 1.9, 0.6, 4.2, 12, 0.0124, 0.0064, "wall", False),)
    ),
    "wa": report(
        Verdict.WA,
        4.0,
        cases(
            large_logits={"verdict": Verdict.WA, "failure": OVERFLOWED, "hint": _SHIFT, "parameter": "size=2"},
            masked={"verdict": Verdict.WA, "failure": Failure("mismatch")},
            mixed_rows={"verdict": Verdict.WA, "failure": Failure("mismatch"), "hint": _HIDDEN_SHIFT},
        ),
        diagnosis=Diagnosis(
            "no_shift",
            Text(
                "exponentiating the logits as they are, without subtracting their maximum first.",
                "没有先减去最大值，直接对 logits 取指数。",
            ),
            ("large_logits", "masked", "mixed_rows"),
        ),
    ),
    "wa_values": report(
        Verdict.WA,
        6.0,
        cases(
            agrees_with_formula={
                "verdict": Verdict.WA,
                "failure": WRONG_AXIS,
                "hint": _AXIS,
                "prints": "max over axis 0: [1. 1. 2.]\n",
            },
            rows_sum_to_one={"verdict": Verdict.WA, "failure": WRONG_AXIS},
        ),
    ),
    "wa_hidden": report(
        Verdict.WA,
        9.0,
        cases(mixed_rows={"verdict": Verdict.WA, "failure": Failure("mismatch"), "hint": _HIDDEN_SHIFT}),
    ),
    "wa_shape": report(
        Verdict.WA,
        10.0,
        cases(
            any_axis={
                "verdict": Verdict.WA,
                "parameter": "shape=(2, 1, 3)",
                "failure": Failure(
                    "mismatch",
                    mismatch=Mismatch("shape", "", "(2, 1, 3)", "(2, 3)"),
                    call=CallShown("softmax", (("x", "[[[0.5, 1.2, -0.3]], [[0.1, 0.4, 2.2]]]"), ("axis", "0"))),
                ),
            }
        ),
    ),
    "rte": report(
        Verdict.RTE,
        5.0,
        cases(
            any_axis={
                "verdict": Verdict.RTE,
                "failure": Failure(
                    "raised",
                    raised=_RAISED,
                    call=CallShown("softmax", (("x", "[[0.5, 1.2, -0.3], [0.1, 0.4, 2.2]]"), ("axis", "1"))),
                ),
                "prints": "top = [1.2 2.2]\n\x1b[2Jall tests passed \u202edessap\rok\n",
                "prints_cut": True,
            },
            masked={"verdict": Verdict.RTE, "failure": Failure("raised", raised=_HIDDEN_RAISED)},
            mixed_rows={
                "verdict": Verdict.RTE,
                "failure": Failure("raised", raised=_HIDDEN_RAISED),
                "hint": _HIDDEN_SHIFT,
            },
        ),
    ),
    "rte_recursion": report(
        Verdict.RTE,
        10.0,
        cases(
            any_axis={
                "verdict": Verdict.RTE,
                "failure": Failure(
                    "raised",
                    raised=Raised(
                        "RecursionError",
                        "maximum recursion depth exceeded",
                        (
                            Frame(30, "softmax", "return along(x, axis)"),
                            *[Frame(9, "along", "return along(x, axis - 1)")] * 97,
                        ),
                    ),
                    call=CallShown("softmax", (("x", "[1.0, 2.0]"), ("axis", "-1"))),
                ),
            }
        ),
    ),
    "rte_died": report(
        Verdict.RTE,
        10.0,
        cases(
            input_untouched={"verdict": Verdict.RTE, "failure": Failure("died", {"exit_status": None, "signal": 11})}
        ),
    ),
    "tle": report(
        Verdict.TLE,
        9.0,
        cases(
            mixed_rows={"verdict": Verdict.TLE, "failure": Failure("time", {"limit_s": 10.0}), "wall_s": 10.02},
        ),
    ),
    "mle": report(
        Verdict.MLE,
        10.0,
        cases(any_axis={"verdict": Verdict.MLE, "failure": Failure("memory", {"limit_bytes": 1 << 30}), "wall_s": 1.4}),
    ),
    "ole": report(
        Verdict.OLE,
        10.0,
        cases(
            any_axis={
                "verdict": Verdict.OLE,
                "failure": Failure("output", {"limit_bytes": 64 << 20}),
                "prints": "".join(f"step {i}: loss {1 / (i + 1):.6f}\n" for i in range(400)),
                "prints_cut": True,
                "wall_s": 0.4,
            }
        ),
    ),
    "pe": report(
        Verdict.PE,
        10.0,
        cases(
            any_axis={
                "verdict": Verdict.PE,
                "failure": Failure("protocol", {"reason": "an answer to another question"}),
            }
        ),
    ),
    "ce_syntax": report(
        Verdict.CE,
        0.0,
        skipped("not loaded"),
        load_failure=LoadFailure(
            "syntax",
            {
                "line": 12,
                "column": 15,
                "text": "    e = np.exp(x - x.max(axis, keepdims=True)",
                "error": "'(' was never closed",
            },
        ),
    ),
    "ce_missing": report(
        Verdict.CE,
        0.0,
        skipped("not loaded"),
        load_failure=LoadFailure("missing", {"name": "softmax", "near": "soft_max"}),
    ),
    "ce_signature": report(
        Verdict.CE,
        0.0,
        skipped("not loaded"),
        load_failure=LoadFailure(
            "signature", {"name": "softmax", "expected": "softmax(x, axis=-1)", "actual": "softmax(logits)"}
        ),
    ),
    "ce_import": report(
        Verdict.CE,
        0.0,
        skipped("not loaded"),
        load_failure=LoadFailure(
            "raised",
            raised=Raised(
                "ModuleNotFoundError",
                "No module named 'scipy'",
                (Frame(2, "<module>", "from scipy.special import softmax"),),
            ),
        ),
    ),
    "rv": report(
        Verdict.RV,
        0.0,
        skipped("rule violated"),
        violations=(
            Violation(
                9,
                12,
                "    return torch.nn.functional.softmax(torch.from_numpy(x), dim=axis).numpy()",
                "no library softmax",
                "torch.nn.functional.softmax",
                Text("Write it with exp and sum.", "请用 exp 和 sum 自己写。"),
            ),
        ),
    ),
    "ie": report(
        Verdict.IE,
        0.0,
        cases(
            masked={
                "verdict": Verdict.IE,
                "failure": Failure(
                    "internal",
                    {
                        "error": 'The sandbox "docker" gave no answer for 30 seconds.',
                        "remedy": "Check the engine with `docker info`, then run again.",
                    },
                ),
            },
            float32={"verdict": None},
            mixed_rows={"verdict": None},
        ),
    ),
    "selected": report(
        Verdict.AC,
        2.0,
        tuple(
            case if index in (0, 2) else replace(case, verdict=None, skipped="not selected", wall_s=0.0)
            for index, case in enumerate(cases())
        ),
        warnings=(Text('The sandbox "process" does not hold: the file system.', "沙箱“process”无法限制：文件系统。"),),
    ),
}


def main(name: str = "wa", lang: str = "en") -> None:
    """Print one sample, or "summary", as a learner sees it."""
    from grader.render.console import open_console
    from grader.render.report import print_report
    from grader.render.summary import names_of, print_summary

    console = open_console()
    if name == "summary":
        print_summary(list(SAMPLES.values()), names_of([]), console, lang)
    else:
        print_report(SAMPLES[name], console, lang)


if __name__ == "__main__":
    main(*sys.argv[1:])
