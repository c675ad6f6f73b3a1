"""What people read is complete in both languages, fits the screen, shows what matters, and cannot be hijacked."""

from __future__ import annotations

import io
import re
import string
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader import hidden, numbers
from grader.catalogue.exercise import DIFFICULTIES, CaseLimits, Entry, Exercise
from grader.catalogue.topics import difficulty_name
from grader.progress.attempt import Attempt
from grader.progress.standing import Standings
from grader.render import sentences, words
from grader.render.console import open_console
from grader.render.explain import our_fault, reason
from grader.render.lists import print_list
from grader.render.report import print_report
from grader.render.statement import print_statement
from grader.render.steps import Step
from grader.render.summary import names_of, print_summary
from grader.report import (
    ASPECTS,
    SKIPPED,
    CallShown,
    Failure,
    Frame,
    LeftOut,
    LoadFailure,
    Mismatch,
    NotebookCode,
    Raised,
    Report,
    Timing,
)
from grader.texts import LANGUAGES, Text
from grader.verdict import Verdict
from tests.samples import SAMPLES, cases, failure_kinds, report

FAILING = [name for name, sample in SAMPLES.items() if sample.verdict is not Verdict.AC]
EVIL = "\x1b[2J\x1b]0;pwned\x07\r\u202e\u200b\ud800[bold red]PASSED[/] :smile:\n| AC accepted 11/11" + "A" * 5000


def shown(sample: Report, lang: str = "en", *, width: int = 100, height: int = 50, terminal: bool = False) -> str:
    """The page as a terminal, or a file, gets it."""
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, height=height, force_terminal=terminal, color_system="truecolor" if terminal else None
    )
    print_report(sample, console, lang)
    return stream.getvalue()


def printed(write: Callable[[Console], None], width: int = 100) -> str:
    """What `write` prints on a console that is no terminal."""
    stream = io.StringIO()
    write(Console(file=stream, width=width))
    return stream.getvalue()


def failing(failure: Failure, verdict: Verdict = Verdict.WA, **others: object) -> Report:
    """The sample exercise with one public case that fails so."""
    return report(verdict, 10.0, cases(any_axis={"verdict": verdict, "failure": failure, **others}))


# ---------------------------------------------------------------- the tables of sentences


def texts() -> list[tuple[str, Text]]:
    """Every text of the tables and the labels, with its name."""
    found = []
    for module in (words, sentences):
        for name, value in vars(module).items():
            if isinstance(value, Text):
                found.append((name, value))
            elif isinstance(value, dict) and not name.startswith("__"):
                found += [(f"{name}[{key!r}]", item) for key, item in value.items() if isinstance(item, Text)]
    return found


@pytest.mark.parametrize(("name", "text"), [pytest.param(name, text, id=name) for name, text in texts()])
def test_each_text_exists_in_both_languages_with_the_same_facts(name: str, text: Text) -> None:
    """A reader of either language gets every fact."""
    assert text.en.strip()
    assert text.zh.strip()
    placeholders = [
        sorted(field for _, field, _, _ in string.Formatter().parse(part) if field) for part in (text.en, text.zh)
    ]
    assert placeholders[0] == placeholders[1]
    assert not re.search(r"[\u4e00-\u9fff]", text.en)
    assert name in ("AND", "LISTED", "TOLERANCE") or re.search(r"[\u4e00-\u9fff]", text.zh)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_closed_set_of_words_has_its_sentences(lang: str) -> None:
    """Kinds, aspects, skip reasons, verdicts, clocks and difficulties: none is without words, and none is extra."""
    assert {key.split()[0] for key in sentences.FAILURES} == set(failure_kinds(Failure))
    assert {key.split()[0] for key in sentences.LOAD_FAILURES} == set(failure_kinds(LoadFailure))
    assert {key.split()[0] for key in sentences.LOAD_REMEDIES} - {"import"} == set(failure_kinds(LoadFailure))
    assert {key.split()[1] for key in sentences.FAILURES if key.startswith("mismatch ")} == set(ASPECTS)
    assert set(sentences.ASPECTS) == set(ASPECTS)
    assert set(sentences.SKIPPED) == {*SKIPPED, ""}
    assert {difficulty_name(one).en for one in DIFFICULTIES} == set(DIFFICULTIES)
    assert all(verdict.words(lang) for verdict in Verdict)


@pytest.mark.parametrize("kind", failure_kinds(Failure))
def test_each_failure_has_a_sentence_even_without_texts(kind: str) -> None:
    """A hidden case keeps numbers and drops texts; a sentence remains."""
    numbers_of: dict[str, dict[str, Any]] = {
        "time": {"limit_s": 2.0},
        "memory": {"limit_bytes": 1 << 20},
        "output": {"limit_bytes": 10},
    }
    facts = {"internal": {"error": "boom"}}.get(kind, numbers_of.get(kind, {}))
    sentence = sentences.failure(Failure(kind, facts))
    assert sentence.en
    assert sentence.zh


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (Failure("raised", raised=Raised("KeyError", "'x'")), "Your code raised `KeyError`."),
        (Failure("raised", raised=Raised("", "")), "Your code raised an exception."),
        (Failure("died", {"exit_status": 0, "signal": None}), "Your code ended its own process, with exit status 0."),
        (
            Failure("died", {"exit_status": None, "signal": 11}),
            "The process of your code was killed by SIGSEGV (Segmentation fault).",
        ),
        (Failure("died", {"signal": 77}), "The process of your code was killed by signal 77."),
        (
            Failure("died", {"exit_status": None, "signal": None}),
            "The process of your code ended before it answered.",
        ),
        (Failure("time", {"limit_s": 2.5}), "Your code took longer than the time limit of 2.5 s."),
        (Failure("memory", {"limit_bytes": 1 << 30}), "Your code needed more memory than the limit of 1 GiB."),
        (Failure("output", {"limit_bytes": 1536}), "Your code printed or returned more than the limit of 1.5 KiB."),
        (Failure("protocol", {"reason": "a pickle"}), "Your code returned something that cannot be graded: a pickle"),
        (Failure("unusable", {"error": "TypeError"}), "The test cannot work with your answer: TypeError"),
        (
            Failure("internal", {"error": "boom", "where": "test_public.py:3"}),
            "The grader failed at test_public.py:3: boom",
        ),
    ],
)
def test_a_failure_reads_as_a_sentence(failure: Failure, sentence: str) -> None:
    """The facts stand in it with their units."""
    assert sentences.failure(failure).en == sentence


@pytest.mark.parametrize(
    ("mismatch", "en", "zh"),
    [
        (
            Mismatch("values", "", "", "", 3, 14),
            "The answer differs from the expected one in 3 of 14 values.",
            "14 个值中有 3 个与期望不符。",
        ),
        (
            Mismatch("values", "", "", "", 14, 14),
            "The answer differs from the expected one in all 14 values.",
            "全部 14 个值都与期望不符。",
        ),
        (Mismatch("values", "", "1", "2", 1, 1), "The value is not the expected one.", "值与期望不符。"),
        (
            Mismatch("shape", "", "(3,)", "(3, 1)"),
            "The shape is (3, 1); it should be (3,).",
            "形状是 (3, 1)，应为 (3,)。",
        ),
        (
            Mismatch("statement", "", "The loss should fall.", "损失应当下降。"),
            "The loss should fall.",
            "损失应当下降。",
        ),
        (Mismatch("statement", "", "", ""), "A condition of this case does not hold.", "该用例要求的条件不成立。"),
    ],
)
def test_a_mismatch_reads_as_a_sentence(mismatch: Mismatch, en: str, zh: str) -> None:
    """What differs comes first, and how much of it."""
    assert sentences.failure(Failure("mismatch", mismatch=mismatch)) == Text(en, zh)


@pytest.mark.parametrize(
    ("failure", "sentence", "remedy"),
    [
        (
            LoadFailure("syntax", {"line": 0, "error": "bad", "reason": "python"}),
            "Your file is not valid Python: bad",
            "Fix this line",
        ),
        (
            LoadFailure("syntax", {"line": 0, "error": "200 levels", "reason": "deep"}),
            "Your code is nested too deeply: 200 levels",
            "shorter",
        ),
        (LoadFailure("missing", {"name": "f", "near": ""}), "Your file does not define `f`.", "Define it"),
        (
            LoadFailure("missing", {"name": "f", "near": "F"}),
            "Your file does not define `f`, but it has `F`.",
            "Rename it to `f`.",
        ),
        (
            LoadFailure("not_callable", {"name": "f", "expected": "function", "actual": "int"}),
            "`f` should be a function, but it is int.",
            "def or class",
        ),
        (
            LoadFailure("encoding", {"reason": "nul", "line": 3, "error": "x"}),
            "Line 3 holds a NUL byte: this is not a text file.",
            "UTF-8",
        ),
        (
            LoadFailure("died", {"exit_status": 3, "signal": None}),
            "Your file ended its own process while it was loaded, with exit status 3.",
            "exit()",
        ),
        (
            LoadFailure("time", {"limit_s": 20.0}),
            "Loading your file took longer than the time limit of 20 s.",
            "__main__",
        ),
        (
            LoadFailure("raised", raised=Raised("ValueError", "x")),
            "Your file raised `ValueError` while it was loaded.",
            "__main__",
        ),
        (
            LoadFailure("raised", raised=Raised("ImportError", "x")),
            "Your file raised `ImportError` while it was loaded.",
            "numpy 2.2.1",
        ),
    ],
)
def test_a_failure_to_load_reads_as_a_sentence_with_a_remedy(failure: LoadFailure, sentence: str, remedy: str) -> None:
    """Each says what is wrong, and what to do."""
    assert sentences.load_failure(failure).en == sentence
    assert remedy in sentences.load_remedy(failure, {"numpy": "2.2.1"}).en


@pytest.mark.parametrize("kind", failure_kinds(LoadFailure))
def test_each_kind_of_failure_to_load_makes_a_page(kind: str) -> None:
    """With all facts that the kinds have, both languages have a sentence and a remedy."""
    facts = {
        "line": 2,
        "column": 3,
        "text": "x = (",
        "error": "e",
        "name": "f",
        "near": "",
        "expected": "f(x)",
        "actual": "f()",
    }
    facts |= {"limit_s": 1.0, "limit_bytes": 1024, "reason": "r", "exit_status": 1, "signal": None}
    sample = report(Verdict.CE, 0.0, SAMPLES["ce_syntax"].cases, load_failure=LoadFailure(kind, facts))
    assert "To do" in shown(sample)
    assert "怎么办" in shown(sample, "zh")


def test_times_and_sizes_and_ratios_have_few_digits() -> None:
    """A person reads two or three digits."""
    seconds = [0.0001, 0.0021, 0.4, 0.9996, 1.25, 9.96, 75.2]
    assert [numbers.duration(value).en for value in seconds] == [
        "<1 ms", "2 ms", "400 ms", "1 s", "1.2 s", "10 s", "75 s",
    ]  # fmt: skip
    assert numbers.duration(0.4).zh == "400 毫秒"
    assert [numbers.seconds(value, 2).en for value in seconds] == [
        "<0.01 s",
        "<0.01 s",
        "0.40 s",
        "1.00 s",
        "1.25 s",
        "9.96 s",
        "75.20 s",
    ]
    assert [numbers.seconds(value, 1).zh for value in (0.04, 0.3)] == ["<0.1 秒", "0.3 秒"]
    assert [numbers.size(value) for value in (10, 1024, 64 << 20, 3 << 29, 1 << 41)] == [
        "10 bytes", "1 KiB", "64 MiB", "1.5 GiB", "2048 GiB",
    ]  # fmt: skip
    assert [numbers.ratio(value) for value in (0.512, 0.96, 1.93, 12.4)] == ["0.51", "1.0", "1.9", "12"]
    assert [numbers.error(value) for value in (0.397725, float("nan"), float("inf"))] == ["0.398", "nan", "inf"]


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(name: str, lang: str, width: int) -> None:
    """Wide characters count as two. The line to be pasted is left to the terminal."""
    lines = shown(SAMPLES[name], lang, width=width).split("\n")
    assert sum("dlgrade check" in line for line in lines) == 1
    assert max(cell_len(line) for line in lines if "dlgrade check" not in line) <= width


@pytest.mark.parametrize("name", FAILING)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_failing_run_needs_no_scrolling(name: str, lang: str) -> None:
    """On 80 x 40 the whole page is seen, with room for the prompt."""
    assert shown(SAMPLES[name], lang, width=80, height=40, terminal=True).count("\n") < 40


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_verdict_and_points_stand_first_in_letters_and_words(name: str, lang: str) -> None:
    """Nothing has to be read before the outcome, and colour is not needed for it."""
    sample = SAMPLES[name]
    first, second = shown(sample, lang).split("\n")[:2]
    assert first.startswith(f" {sample.verdict}  {sample.verdict.words(lang)}")
    points = words.NOT_A_MARK if sample.partial else numbers.points(sample.points, 11.0)
    assert first.rstrip().endswith((words.NOT_GRADED if sample.verdict is Verdict.IE else points).localized(lang))
    assert second.startswith(f"{sample.title.localized(lang)} · softmax.py")


def test_a_row_for_each_case_says_what_it_demands_and_how_it_went() -> None:
    """Mark, sentence, public or hidden, verdict, time; the id of a failed one, for `--case`."""
    rows = shown(SAMPLES["wa"]).split("\n")
    assert any(re.fullmatch(r"✓ Every row sums to one +public AC +<0.01 s", row) for row in rows)
    assert any(
        re.fullmatch(r"✗ Entries of -inf get probability zero \[masked\] +hidden WA +<0.1 s", row) for row in rows
    )


def test_on_a_small_terminal_passed_cases_share_a_line_and_the_verdict_stands_at_the_end_too() -> None:
    """What scrolls away is what matters least."""
    small = shown(SAMPLES["wa_values"], width=80, height=24, terminal=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", small).rstrip().split("\n")
    assert any(line.startswith("✓ 6 cases passed") for line in plain)
    assert plain[-2].startswith(" WA  wrong answer")
    assert "... (1 more line)" not in shown(SAMPLES["wa_values"])


def test_on_a_wide_terminal_the_rows_stay_together() -> None:
    """A verdict 150 columns from its sentence is hard to follow."""
    assert max(len(line) for line in shown(SAMPLES["wa"], width=200).split("\n")) == 100


def test_a_failing_public_case_is_explained_in_full() -> None:
    """Parameter, call, inputs, expected, actual, count, first and worst place, errors, tolerance, prints, hint."""
    page = shown(SAMPLES["wa_values"])
    for part in (
        "The answer differs from the expected one in all 6 values.",
        "Call      softmax(x, axis=-1)",
        "  x       [[0., 1., 2.],",
        "Expected  [[0.09003057, 0.24472847, 0.66524096],",
        "Yours     [[0.26894142, 0.5       , 0.73105858],",
        "First     [0, 0]  expected 0.0900305732  yours 0.268941421",
        "Worst     [1, 0]  expected 0.333333333   yours 0.731058579",
        "Error     absolute 0.398, relative 1.99 (allowed: atol 6.65e-10, rtol 1e-07)",
        "Printed by the submission, not by dlgrade:",
        "│ │ max over axis 0: [1. 1. 2.]",
        "Hint  Which axis do your max and your sum run over?",
    ):
        assert part in page
    assert "With      size=2" in shown(SAMPLES["wa"])


def test_only_what_is_known_of_a_mismatch_is_shown() -> None:
    """Infinite errors have no number, and an exact comparison no tolerance."""
    no_errors = shown(SAMPLES["wa"])
    assert "Allowed   atol 1e-09, rtol 1e-07" in no_errors
    assert "Worst" not in no_errors
    exact = Mismatch("values", "ids", "[1, 2]", "[1, 3]", 1, 2, (1,), "2", "3", max_abs_error=1.0)
    page = shown(failing(Failure("mismatch", mismatch=exact)))
    assert "Compared  ids" in page
    assert "Error     absolute 1 " in page
    neither = shown(failing(Failure("mismatch", mismatch=replace(exact, max_abs_error=None))))
    assert "Error" not in neither
    assert "Allowed" not in neither


def test_positional_arguments_too_long_for_the_line_are_numbered() -> None:
    """The judge knows no name for them."""
    call = CallShown("f", (("", "[[1, 2],\n [3, 4]]"), ("", "2"), ("key", "3")))
    page = shown(failing(Failure("time", {"limit_s": 1.0}, call=call), Verdict.TLE))
    assert "Call  f(#1, 2, key=3)" in page
    assert "  #1  [[1, 2]," in page


def test_an_exception_is_cut_to_the_learners_own_lines() -> None:
    """Message, then file:line and the line itself, the innermost last."""
    page = shown(SAMPLES["rte"])
    lines = [line.strip("│ ") for line in page.split("\n")]
    assert lines[lines.index("softmax.py:21  in softmax") + 1] == "return _normalise(np.exp(x - _top(x, axis)), axis)"
    assert lines[lines.index("softmax.py:14  in _normalise") + 1] == "return e / e.sum(axis)"
    assert "(97 times in a row)" in shown(SAMPLES["rte_recursion"])


def test_a_long_way_down_keeps_the_first_frame_and_the_last_three() -> None:
    """Where it began and where it ended; the rest is counted."""
    frames = tuple(Frame(line, f"f{line}", f"step {line}") for line in range(1, 10))
    page = shown(failing(Failure("raised", raised=Raised("KeyError", "", frames)), Verdict.RTE))
    assert re.findall(r"in f(\d)", page) == ["1", "7", "8", "9"]
    assert "... 5 more calls" in page


def test_a_syntax_error_shows_the_line_and_a_caret() -> None:
    """The caret stands below the character that Python names, tabs and wide characters counted."""
    lines = shown(SAMPLES["ce_syntax"]).split("\n")
    code = next(index for index, line in enumerate(lines) if "np.exp" in line)
    assert lines[code].index("(x - x") == lines[code + 1].index("^")
    wide = LoadFailure("syntax", {"line": 1, "column": 7, "text": "\t数 = ((", "error": "never closed"})
    lines = shown(report(Verdict.CE, 0.0, (), load_failure=wide)).split("\n")
    code = next(index for index, line in enumerate(lines) if "数" in line)
    before_caret = lines[code + 1].split("^")[0]
    assert cell_len(before_caret) == cell_len(lines[code].split("((")[0] + "(")


@pytest.mark.parametrize(("lang", "place"), [("en", "cell 3, line 2"), ("zh", "第 3 个单元格第 2 行")])
def test_a_line_of_a_notebook_is_one_of_its_cell(lang: str, place: str) -> None:
    """In the sentence, above the line, and beside what was left out; which cells were judged is told."""
    told = NotebookCode((1, 3), (3,), tuple(LeftOut(1, line, "!ls \x1b[2J") for line in range(1, 9)))
    failure = LoadFailure("syntax", {"line": 2, "cell": 3, "column": 1, "text": "x", "error": "no", "reason": "python"})
    text = shown(replace(SAMPLES["ce_syntax"], load_failure=failure, notebook=told, submission="a.ipynb"), lang)
    assert text.lower().count(place) == 2 and f"a.ipynb, {place}" in text
    assert text.count("!ls \\x1b[2J") == 3 and "…" in text
    assert words.CELLS_NEEDED.localized(lang).format(cells=1) in text


def test_what_is_tried_out_in_a_notebook_has_cells_of_its_own() -> None:
    """There the remedy is another cell, not a guard."""
    raised = LoadFailure("raised", raised=Raised("ValueError", "", (Frame(2, "", "x", 3),)))
    sample = replace(SAMPLES["ce_syntax"], load_failure=raised)
    assert "in other cells" in shown(replace(sample, notebook=NotebookCode((3,)))) and "__main__" in shown(sample)


def test_a_caret_is_left_out_where_the_line_does_not_fit() -> None:
    """Below a wrapped or cut line it would point at nothing."""
    for column in (100, 5):
        long = LoadFailure("syntax", {"line": 1, "column": column, "text": "x" * 300, "error": "e"})
        assert "^" not in shown(report(Verdict.CE, 0.0, (), load_failure=long))


def replace_violation(**facts: str | int) -> Report:
    """The sample of a violated rule, with other facts."""
    (violation,) = SAMPLES["rv"].violations
    return replace(SAMPLES["rv"], violations=(replace(violation, **facts),))  # type: ignore[arg-type]


def test_a_violation_shows_line_rule_and_advice() -> None:
    """Many are counted, and the same advice is given once."""
    page = shown(SAMPLES["rv"])
    for part in (
        "Line 9 uses `torch.nn.functional.softmax`, which this exercise forbids (rule",
        "softmax.py:9",
        "with exp and sum",
    ):
        assert part in page
    many = shown(replace(SAMPLES["rv"], violations=SAMPLES["rv"].violations * 7))
    assert many.count("softmax.py:9") == 4
    assert "... and 3 more places" in many
    assert many.count("Write it with exp and sum.") == 1
    assert "Line 9 breaks the rule aliases." in shown(replace_violation(found="", rule="aliases"))
    somewhere = shown(replace_violation(line=0, column=0, text="", found="numpy's svd, at run time"))
    assert "Your code uses `numpy's svd, at run time`" in somewhere
    assert "softmax.py:" not in somewhere


def test_our_own_fault_is_said_to_be_ours() -> None:
    """IE is no mark: no points are shown, and the remedy is ours."""
    page = shown(SAMPLES["ie"])
    assert "This is our fault, not yours. Your work was not graded; this is not a mark." in page
    assert "Check the engine with `docker info`" in page
    assert "! 2 cases lost: our fault" in page
    assert "0/11" not in page
    whole = report(Verdict.IE, 0.0, (), internal=Failure("internal", {"error": "no engine"}))
    assert "The grader failed: no engine" in shown(whole)
    assert "report it with this text" in shown(whole)
    assert our_fault(replace(SAMPLES["ie"], internal=whole.internal)) == whole.internal


def test_our_fault_is_explained_even_when_only_the_outcome_was_lost() -> None:
    """A lost case has no failure; the page still says whose fault it is."""
    page = shown(report(Verdict.IE, 0.0, cases(masked={"verdict": None})))
    assert "This is our fault, not yours." in page
    assert "The grader lost a result." in page


def test_the_diagnosis_names_the_mistake_and_how_sure_it_is() -> None:
    """One case or several."""
    assert "In 3 failing cases your output is exactly what this mistake gives:" in shown(SAMPLES["wa"])
    sample = SAMPLES["wa"]
    assert sample.diagnosis is not None
    once = replace(sample, diagnosis=replace(sample.diagnosis, cases=("large_logits",)))
    assert "Likely  Your output is exactly what this mistake gives:" in shown(once)


def test_speed_is_a_ratio_with_its_spread() -> None:
    """Or too noisy to judge; several workloads are named; work after the answer is told."""
    assert "Speed  1.9x the reference's time (1.8-2.1), CPU time" in shown(SAMPLES["ac"])
    assert "速度  耗时是参考解的 1.9 倍（1.8-2.1），按 CPU 时间计" in shown(SAMPLES["ac"], "zh")
    assert "too noisy to judge (0.60-4.2x the reference's time, wall time)" in shown(SAMPLES["ac_noisy"])
    both = replace(SAMPLES["ac"], timing=(*SAMPLES["ac"].timing, *SAMPLES["ac_noisy"].timing))
    assert shown(both).count("1024 rows of 1024 logits: ") == 2
    burning = Timing(Text("w", "w"), 0.5, 0.5, 0.6, 9, 1.0, 1.0, "cpu", False, went_on=0.93)
    said = shown(replace(SAMPLES["ac"], timing=(burning,)))
    assert "Speed  it went on computing after it had answered" in said and "0.9 processors busy" in said
    assert "给出答案后仍在继续计算" in shown(replace(SAMPLES["ac"], timing=(burning,)), "zh")


def test_the_page_says_how_to_repeat_the_run() -> None:
    """A file name is quoted as a shell needs it; a secret seed is named, and can't be used."""
    made = SAMPLES["ac"].provenance
    assert "repeat: dlgrade check stable_softmax softmax.py --seed 81a3f2c07e" in shown(SAMPLES["ac"])
    odd = replace(SAMPLES["ac"], submission="my softmax;rm -rf.py")
    assert "dlgrade check stable_softmax 'my softmax;rm -rf.py' --seed" in shown(odd)
    assert "\nrepeat: dlgrade" in shown(SAMPLES["ac"], width=70)
    options = ["--case", "rows", "--catalogue", "my own/catalogue", "--sandbox", "process", "--no-time"]
    stream = io.StringIO()
    print_report(SAMPLES["ac"], Console(file=stream, width=40), "en", options=options)
    (line,) = (line for line in stream.getvalue().splitlines() if line.startswith("repeat: "))
    assert line.endswith(" --case rows --catalogue 'my own/catalogue' --sandbox process --no-time")
    secret = shown(replace(SAMPLES["ac"], provenance=replace(made, seed="sha256:ab12", sandbox="")))
    assert "seed sha256:ab12" in secret
    assert "--seed" not in secret
    assert "sandbox" not in secret


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_stub_as_it_was_given_is_told_as_such(lang: str) -> None:
    """Not as a red row for each case: there is one reason for all."""
    page = shown(replace(SAMPLES["rte"], untouched=True), lang)
    assert sentences.UNTOUCHED.localized(lang) in page and sentences.WRITE_IT.localized(lang) in page
    assert not any(case.title.localized(lang) in page for case in SAMPLES["rte"].cases)
    assert reason(replace(SAMPLES["rte"], untouched=True)) == sentences.UNTOUCHED


def test_the_next_steps_stand_one_below_the_other() -> None:
    """Each command can be read apart from what it is for."""
    steps = [Step("dlgrade solution a", Text("ours", "我们的")), Step("dlgrade start abc", Text("next", "下一题"))]
    stream = io.StringIO()
    print_report(SAMPLES["ac"], Console(file=stream, width=80), "en", steps=steps)
    assert "\nNext   dlgrade solution a   ours\n       dlgrade start abc    next\n" in re.sub(
        " +\n", "\n", stream.getvalue()
    )


def test_cases_that_were_not_run_are_counted_and_so_a_partial_pass_is_seen() -> None:
    """AC of two cases does not look like AC of eight: it is no mark."""
    page = shown(SAMPLES["selected"])
    assert "not a mark" in page and "2 of 2 chosen cases passed" in page and "points" not in page
    assert "– 5 cases not run: not selected" in page
    assert '!  The sandbox "process" does not hold' in page


# ---------------------------------------------------------------- hidden cases


def test_a_hidden_case_shows_only_what_it_may_whatever_the_record_holds() -> None:
    """Inputs, values, prints and messages would be a leak: they are dropped here again."""
    leak = Failure(
        "raised",
        {"error": "secret-error", "reason": "secret-reason"},
        mismatch=Mismatch("values", "secret-what", "secret-expected", "secret-actual"),
        raised=Raised("IndexError", "secret-message", (Frame(3, "", "return x[9]"),)),
        call=CallShown("f", (("x", "secret-input"),)),
    )
    for both in (False, True):
        failed: dict[str, Any] = {
            "verdict": Verdict.RTE,
            "failure": leak,
            "prints": "secret-print",
            "parameter": "secret-parameter",
        }
        changed = {"masked": failed}
        if both:
            changed["any_axis"] = {"verdict": Verdict.WA, "failure": Failure("mismatch")}
        page = shown(report(Verdict.RTE, 0.0, cases(**changed)))
        assert "secret" not in page
        assert "IndexError" in page
        assert "softmax.py:3" in page
        assert "return x[9]" in page
    public, concealed = SAMPLES["ac"].cases[0], SAMPLES["ac"].cases[5]
    assert hidden.told_of(replace(public, failure=leak)) == leak
    told = hidden.told_of(replace(concealed, failure=leak))
    assert told is not None and "secret" not in str(told) and hidden.told(told) == told


def test_a_case_that_we_could_not_judge_does_not_hide_why_another_failed() -> None:
    """The panel is about our fault; the row of a failed case gives its reason."""
    failed = {"verdict": Verdict.TLE, "failure": Failure("time", {"limit_s": 3.0})}
    lost = {"verdict": Verdict.IE, "failure": Failure("internal", {"error": "boom"})}
    page = shown(report(Verdict.IE, 0.0, cases(any_axis=failed, masked=lost)))
    assert "\n  Your code took longer than the time limit of 3 s." in page
    assert page.count("The grader failed: boom") == 1


def test_a_hidden_case_beside_a_public_one_gives_its_reason_and_hint_in_its_row() -> None:
    """There is one panel; the rows of the others say what there is to know."""
    elsewhere = Failure("raised", raised=Raised("IndexError", "", (Frame(30, "", "return x[9]"),)))
    sample = SAMPLES["rte"]
    other = replace(sample.cases[5], failure=elsewhere)
    page = shown(replace(sample, cases=(*sample.cases[:5], other, *sample.cases[6:])))
    assert "\n  Your code raised `IndexError`." in page
    assert "\n  softmax.py:30  return x[9]" in page
    assert "\n  Hint  Is the shift taken per row" in page


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_a_hidden_case_says_in_which_aspect_its_answer_is_wrong(aspect: str, lang: str) -> None:
    """In its row in a word or two, in its panel in a sentence; a condition that does not hold is its own title."""
    failed = {"verdict": Verdict.WA, "failure": Failure("mismatch", {"aspect": aspect})}
    page = shown(report(Verdict.WA, 0.0, cases(masked=failed, float32=failed)), lang=lang)
    if aspect in words.ASPECTS:
        assert page.count(f" · {words.ASPECTS[aspect].localized(lang)}") == 2
    assert page.count(sentences.ASPECTS[aspect].localized(lang)) == 1


def test_a_public_case_gets_the_panel_even_when_a_hidden_one_failed_before_it() -> None:
    """The public one can be explained in full."""
    failed = {"verdict": Verdict.WA, "failure": Failure("mismatch")}
    some = cases(masked=failed, any_axis=failed)
    assert "─ ✗ Works along any axis of any rank ─" in shown(report(Verdict.WA, 0.0, some[::-1]))


def test_a_reason_is_told_once() -> None:
    """One mistake often fails ten cases in the same way; the panel, or the first row, has said it."""
    page = shown(SAMPLES["rte"])
    assert page.count("softmax.py:14") == 1
    assert page.count("Your code raised `ValueError`.") == 1
    assert "The answer is not the expected one." not in shown(SAMPLES["wa"])


def test_a_hidden_case_alone_gets_the_panel_and_says_that_it_is_hidden() -> None:
    """The learner must not look for what is not there."""
    page = shown(SAMPLES["wa_hidden"])
    assert "This case is hidden: its inputs and values are not shown." in page
    assert "│ Hint  Is the shift taken per row" in page


# ---------------------------------------------------------------- the submission's words


def _poison(value: Any) -> Any:
    """`value` with every text in it hostile, but for the words that the page's structure hangs on."""
    if isinstance(value, Text | Verdict):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        kept = ("kind", "aspect", "skipped", "clock", "exercise", "provenance")
        changed = {f.name: _poison(getattr(value, f.name)) for f in fields(value) if f.name not in kept}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_poison(item) for item in value)
    if isinstance(value, dict):
        return {key: _poison(item) for key, item in value.items()}
    return EVIL if isinstance(value, str) and value else value


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [40, 100])
def test_a_hostile_submission_cannot_touch_the_terminal(name: str, width: int) -> None:
    """After our own colours are taken away, only printable characters are left; markup stays text."""
    page = shown(_poison(SAMPLES[name]), width=width, terminal=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", page)
    assert all(line.isprintable() for line in plain.split("\n"))
    assert len(plain) < 50_000
    if width == 100:
        assert "[bold red]PASSED[/]" in plain
        assert ":smile:" in plain


def test_a_hostile_line_in_a_row_or_a_summary_is_escaped_too() -> None:
    """Rows and tables show the submission's name and one line of it."""
    raised = Raised("KeyError", "", (Frame(1, "", EVIL),))
    changed = {"failure": Failure("raised", raised=raised), "verdict": Verdict.RTE}
    public = {"failure": Failure("mismatch"), "verdict": Verdict.WA}
    beside = report(Verdict.RTE, 0.0, cases(any_axis=public, masked=changed), submission=EVIL)
    pages = [shown(beside), printed(lambda console: print_summary([beside], names_of([EVIL]), console, "en"))]
    for page in pages:
        assert r"\x1b[2J" in page.replace("\n", "")
        assert all(line.isprintable() for line in page.split("\n"))
    assert pages[0].count("pwned") > 2


def test_prints_and_messages_stand_behind_a_mark_on_every_line() -> None:
    """So no line of theirs can pass for one of ours, wrapped lines included."""
    sample = failing(
        Failure("raised", raised=Raised("E", "FORGED " * 30, (Frame(1, "f", "FORGED " * 15),))),
        Verdict.RTE,
        prints="FORGED " * 60 + "\nFORGED",
    )
    for width in (40, 80):
        forged = [line for line in shown(sample, width=width).split("\n") if "FORGED" in line]
        assert len(forged) > 6
        assert all(line.startswith("│ │ ") for line in forged)


def test_python_names_the_learners_file() -> None:
    """In warnings, tracebacks and syntax errors the file has the learner's name; elsewhere the text is as it was."""
    prints = (
        "submission.py:3: RuntimeWarning: overflow\n"
        '  File "submission.py", line 3, in f\n'
        "my_submission.py:3 and data/submission.py:3 and submission.py\n"
    )
    told = shown(
        failing(Failure("raised", raised=Raised("SyntaxError", "odd (submission.py, line 9)", ())), prints=prints)
    )
    assert "softmax.py:3: RuntimeWarning: overflow" in told
    assert 'File "softmax.py", line 3, in f' in told
    assert "my_submission.py:3 and data/submission.py:3 and submission.py" in told
    assert "odd (softmax.py, line 9)" in told


def test_a_name_of_a_file_does_not_grow_what_is_shown() -> None:
    """However long the name, and whatever is in it, of prints no more is shown than of others."""
    odd = failing(Failure("raised"), prints="submission.py:1\n" * 5000)
    told = shown(replace(odd, submission="\x1b[2J" + "x" * 5000 + ".py"))
    assert "\x1b" not in told
    assert len(told) < 10_000


def test_the_time_to_build_the_image_is_told_apart() -> None:
    """Whoever waited for the image reads how long, once; other reports say nothing of it."""
    sample = SAMPLES["ac"]
    made = replace(sample.provenance, wall_s=64.0, phases={"sandbox": 1.0, "image": 61.0})
    told = shown(replace(sample, provenance=made))
    assert "took 64 s (of which 61 s, once, to build the sandbox image)" in told
    assert "image" not in shown(sample).splitlines()[-1]


def test_braces_in_a_text_are_no_placeholders() -> None:
    """A dict in an error message or a title is text."""
    odd = failing(Failure("unusable", {"error": "{'a': {count}}"}), title=Text("Returns {} and {x}", "返回 {} 和 {x}"))
    assert "{'a': {count}}" in shown(odd)
    assert "Returns {} and {x}" in shown(odd)


# ---------------------------------------------------------------- consoles


def test_without_a_terminal_the_page_is_plain_text() -> None:
    """A pipe gets no escape sequence, and every case has its row."""
    stream = io.StringIO()
    print_report(SAMPLES["wa"], open_console(stream), "en")
    assert "\x1b" not in stream.getvalue()
    assert len(re.findall(r" AC +<0.01 s", stream.getvalue())) == 4


def test_without_colour_nothing_is_lost() -> None:
    """NO_COLOR leaves bold and reverse, and the same words."""
    stream = io.StringIO()
    print_report(SAMPLES["wa"], Console(file=stream, width=100, height=99, force_terminal=True, no_color=True), "en")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert not re.search(r"\x1b\[[0-9;]*3\d", stream.getvalue())
    assert plain == shown(SAMPLES["wa"])


def test_a_terminal_without_unicode_gets_ascii() -> None:
    """Marks and frames are plain, and what can't be encoded is an escape, not a crash."""
    raw = io.BytesIO()
    console = open_console(io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    print_report(SAMPLES["wa"], console, "en")
    print_report(failing(Failure("mismatch"), prints="损失"), console, "zh")
    page = raw.getvalue().decode("ascii")
    assert "\nx Logits around 1e4 stay finite" in page
    assert "\n+ Every row sums to one" in page
    assert r"| \u635f\u5931" in page


def test_the_standard_output_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    """A command needs no stream at hand."""
    open_console().print("[b]as it is[/b]")
    assert capsys.readouterr().out == "[b]as it is[/b]\n"


# ---------------------------------------------------------------- tables and statements


def test_the_reason_is_one_sentence() -> None:
    """Of our fault, of loading, of a rule; of the known mistake, else of the failure; none for AC."""
    assert reason(SAMPLES["ac"]) is None
    likely = SAMPLES["wa"].diagnosis
    assert likely is not None and reason(SAMPLES["wa"]) == likely.explanation
    expected = {"ie": "The grader failed", "ce_missing": "does not define", "rv": "Line 9 uses"}
    for name, part in expected.items():
        why = reason(SAMPLES[name])
        assert why is not None
        assert part in why.en
    assert reason(replace(SAMPLES["wa"], diagnosis=None)) == sentences.failure(
        next(case.failure for case in SAMPLES["wa"].cases if case.failure)
    )


def test_the_reason_of_a_hidden_case_that_says_nothing_is_what_it_demands() -> None:
    """Anything tells more than that the answer is not the expected one."""
    hidden = failing(Failure("mismatch"), hidden=True, title=Text("Rows sum to one", "每行的和为 1"))
    assert reason(hidden) == Text("Rows sum to one", "每行的和为 1")
    raised = failing(Failure("raised", raised=Raised("KeyError", "")), Verdict.RTE, hidden=True)
    why = reason(raised)
    assert why is not None and "`KeyError`" in why.en


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    """An exercise with a function, a class, and a statement in both languages."""
    (tmp_path / "README.md").write_text(
        "# Stable softmax\n\nWrite `softmax`.\n\n## Example\n\n```python\nsoftmax([0.0])  # [1.0]\n```\n",
        encoding="utf-8",
    )
    (tmp_path / "README.zh.md").write_text("请实现 `softmax`。\n\n    softmax([0.0])\n", encoding="utf-8")
    entries = (Entry("softmax", "function", "(x, axis=-1)", {}), Entry("Norm", "class", "(eps)", {"forward": "(x)"}))
    return Exercise(
        slug="stable_softmax",
        folder=tmp_path,
        solutions=tmp_path,
        title=Text("Stable softmax", "数值稳定的 softmax"),
        topics=("activations", "numerics"),
        difficulty="easy",
        framework="numpy",
        entries=entries,
        limits=CaseLimits(),
        tolerances={},
        rules=(),
        allow=(),
        hints=(Text("a", "甲"), Text("b", "乙")),
        conventions=(),
        source="",
    )


def test_a_statement_shows_title_difficulty_text_entries_and_hints(exercise: Exercise) -> None:
    """All that a learner needs to begin; the title stands there once."""
    page = printed(lambda console: print_statement(exercise, console, "en"), 80)
    assert page.count("Stable softmax") == 1
    assert "stable_softmax · easy · Python 3.11 · numpy · activations · numerics" in page
    assert "\nExample" in page
    assert "\n  softmax([0.0])  # [1.0]" in page
    for part in ("softmax(x, axis=-1)", "Norm(eps)", "    .forward(x)", "Hints   2"):
        assert part in page


def test_a_statement_in_chinese_without_a_heading_or_hints(exercise: Exercise) -> None:
    """The text of the language; no line about hints where there are none."""
    page = printed(lambda console: print_statement(replace(exercise, hints=()), console, "zh"), 80)
    assert "请实现 softmax。" in page
    assert "stable_softmax · 简单" in page
    assert "提示" not in page


def standings(*solved: str, tried: str = "") -> Standings:
    """Those of a learner who has solved these exercises, and tried another."""
    made = [Attempt(slug, "2026-01-01T00:00:00+00:00", slug, "AC", complete=True) for slug in solved]
    return Standings([*made, *([Attempt("tried", "2026-01-02T00:00:00+00:00", tried, "WA")] if tried else [])])


def listed(exercises: list[Exercise], width: int, lang: str = "en", solved: frozenset[str] = frozenset()) -> list[str]:
    """The lines of a list as a terminal shows them, without colours."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True, color_system=None)
    print_list(exercises, console, lang, standings(*solved))
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


def test_a_list_has_a_line_for_each_exercise(exercise: Exercise) -> None:
    """Solved or not, id, difficulty, framework, then as much as there is room for; and how many are solved."""
    other = replace(exercise, slug="scaled_dot_product_attention", title=Text("Scaled " * 9, "缩放" * 20))
    wide = listed([exercise, other], 160, solved=frozenset({"stable_softmax", "of another catalogue"}))
    assert len(wide) == 3 and wide[-1] == "1 of 2 solved"
    assert re.search(r"^✓  stable_softmax +easy  numpy  Stable softmax +activations, numerics$", wide[0])
    assert wide[1].startswith("   scaled_dot_product_attention  easy  numpy  Scaled")
    for width in (80, 66):
        for lang in LANGUAGES:
            first, second, _ = listed([exercise, other], width, lang)
            assert "numpy" in first and "scaled_dot_product_attention" in second and second.endswith("…")
            assert cell_len(second) <= width


def test_a_name_in_a_list_is_never_cut(exercise: Exercise) -> None:
    """On the narrowest terminal ids stand whole, whatever gives way for them."""
    for width in range(20, 50):
        first, _ = listed([exercise], width)
        assert "stable_softmax" in first
    assert listed([replace(exercise, slug="a" * 70)], 40)[0].strip() == "a" * 70


def test_a_list_in_a_pipe_is_plain(exercise: Exercise) -> None:
    """One line an exercise, its columns separated by tabs, whole whatever the width; no heading and no count."""
    spread = replace(exercise, title=Text("Two\tor\nthree " * 9, "题"))
    for width in (20, 80):
        lines = printed(
            lambda console: print_list([exercise, spread], console, "en", standings("stable_softmax")), width
        )
        first, second = lines.splitlines()
        assert first.split("\t") == [
            *("stable_softmax", "easy", "numpy", "Stable softmax", "activations, numerics", "solved")
        ]
        assert len(second.split("\t")) == 6


# ---------------------------------------------------------------- cost


def test_help_does_not_load_the_renderer() -> None:
    """rich takes longer to import than most commands run."""
    code = "import sys; import grader.report, grader.escape, grader.verdict; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
