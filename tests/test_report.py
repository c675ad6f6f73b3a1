"""The report decides the verdict and the points, and its JSON form is what docs/report-format.md says."""

from __future__ import annotations

import itertools
import json
import math
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from grader import report as records
from grader.errors import UsageError
from grader.records import from_json
from grader.report import FORMAT, SKIPPED, Failure, LoadFailure, Mismatch, Report, decide, points
from grader.texts import Text
from grader.verdict import Verdict
from tests.samples import SAMPLES, cases, failure_kinds, skipped

FORMAT_PAGE = Path(__file__).parent.parent / "docs" / "report-format.md"
ORDER = ["IE", "CE", "RV", "PE", "TLE", "MLE", "OLE", "RTE", "WA", "AC"]


# ---------------------------------------------------------------- decide


@pytest.mark.parametrize("verdict", list(Verdict))
def test_one_case_decides_when_all_others_pass(verdict: Verdict) -> None:
    """AC exactly when every case is AC."""
    assert decide(cases(masked={"verdict": verdict})) is verdict


@pytest.mark.parametrize(("graver", "lesser"), list(itertools.pairwise(ORDER)))
def test_the_graver_verdict_outranks_the_lesser_wherever_it_stands(graver: str, lesser: str) -> None:
    """Precedence is IE > CE > RV > PE > TLE > MLE > OLE > RTE > WA > AC, in any order of the cases."""
    first, second = Verdict(graver), Verdict(lesser)
    assert decide(cases(any_axis={"verdict": first}, masked={"verdict": second})) is first
    assert decide(cases(any_axis={"verdict": second}, masked={"verdict": first})) is first


@pytest.mark.parametrize("load", [Verdict.CE, Verdict.TLE, Verdict.MLE, Verdict.OLE])
def test_what_could_not_be_loaded_has_the_verdict_of_loading(load: Verdict) -> None:
    """Cases that were skipped for it add nothing."""
    assert decide(skipped("not loaded"), load=load) is load


def test_a_broken_rule_is_rv_even_when_every_case_passes() -> None:
    """The rule check counts beside the cases, whether they were run or not."""
    assert decide(cases(), violated=True) is Verdict.RV
    assert decide(skipped("rule violated"), violated=True) is Verdict.RV


def test_what_neither_loads_nor_keeps_the_rules_is_ce() -> None:
    """Loading outranks the rules."""
    assert decide(skipped("not loaded"), load=Verdict.CE, violated=True) is Verdict.CE


def test_a_case_without_an_outcome_is_our_fault() -> None:
    """A case of the manifest that was lost is IE, never a pass."""
    assert decide(cases(masked={"verdict": None})) is Verdict.IE
    assert decide(cases(masked={"verdict": None, "skipped": "a word that nobody defined"})) is Verdict.IE


def test_nothing_judged_is_our_fault() -> None:
    """No case, or none that was run, is no pass."""
    assert decide(()) is Verdict.IE
    assert decide(skipped("not selected")) is Verdict.IE


# ---------------------------------------------------------------- points


def test_points_are_those_of_the_passed_cases() -> None:
    """A public case of the sample is worth 1, a hidden one 2."""
    assert points(cases(), Verdict.AC) == 11.0
    assert points(cases(masked={"verdict": Verdict.WA}), Verdict.WA) == 9.0
    assert points(cases(any_axis={"verdict": None, "skipped": "not selected"}), Verdict.AC) == 10.0


@pytest.mark.parametrize("verdict", [Verdict.CE, Verdict.RV, Verdict.IE])
def test_no_points_without_a_judged_submission(verdict: Verdict) -> None:
    """What was not loaded, broke a rule or was not graded has no points, whatever its cases say."""
    assert points(cases(), verdict) == 0.0


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize("name", SAMPLES)
def test_the_json_form_reads_back_as_the_same_report(name: str) -> None:
    """Nothing is lost on the way to a file and back."""
    written = json.dumps(SAMPLES[name].to_json(), allow_nan=False)
    assert Report.from_json(json.loads(written)) == SAMPLES[name]


def test_the_json_form_names_its_version() -> None:
    """A reader can refuse what it does not know."""
    assert SAMPLES["ac"].to_json()["format"] == FORMAT == "dlgrade/report/1"


def test_numbers_that_json_has_no_word_for_become_strings() -> None:
    """NaN and the infinities are written so that any JSON reader takes them, and read back as numbers."""
    case = SAMPLES["wa_values"].cases[0]
    assert case.failure is not None
    assert case.failure.mismatch is not None
    odd = replace(case.failure.mismatch, max_abs_error=math.inf, max_rel_error=math.nan, atol=-math.inf)
    report = replace(SAMPLES["wa_values"], cases=(replace(case, failure=replace(case.failure, mismatch=odd)),))
    written = report.to_json()["cases"][0]["failure"]["mismatch"]
    assert (written["max_abs_error"], written["max_rel_error"], written["atol"]) == ("inf", "nan", "-inf")
    read = from_json(Mismatch, written)
    assert read.max_abs_error == math.inf
    assert read.max_rel_error is not None
    assert math.isnan(read.max_rel_error)


def test_a_record_without_a_later_field_reads_with_its_default() -> None:
    """A report written before a field existed stays readable."""
    old = SAMPLES["wa"].to_json()
    del old["diagnosis"], old["warnings"]
    assert Report.from_json(old) == replace(SAMPLES["wa"], diagnosis=None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"format": FORMAT, "exercise": "x", "cases": []}, "damaged: .*verdict"),
        ({**SAMPLES["wa"].to_json(), "cases": [3]}, "damaged"),
        ({**SAMPLES["wa"].to_json(), "verdict": "XX"}, "damaged: 'XX'"),
        ({**SAMPLES["wa"].to_json(), "format": "dlgrade/report/2"}, "its format is 'dlgrade/report/2'"),
        ({"exercise": "x"}, "its format is None"),
        ([], "its format is None"),
    ],
)
def test_what_is_no_report_is_refused(data: object, said: str) -> None:
    """A record without a needed field, and a report of a version that nobody here knows."""
    with pytest.raises(UsageError, match=said):
        Report.from_json(data)


# ---------------------------------------------------------------- the page that describes it


def test_the_page_names_every_field_of_every_record() -> None:
    """A field that is added without a word about it fails here."""
    page = FORMAT_PAGE.read_text(encoding="utf-8")
    for record in _records(Report):
        table = page.split(f"### {record.__name__}\n", 1)[1].split("| --- | --- | --- |\n", 1)[1].split("\n\n", 1)[0]
        described = re.findall(r"^\| `(\w+)`", table, re.MULTILINE)
        assert described == [field.name for field in fields(record)], record.__name__


def test_the_page_names_every_word_of_a_closed_set() -> None:
    """Verdicts, skip reasons and the format's name are those of the code."""
    page = FORMAT_PAGE.read_text(encoding="utf-8")
    assert FORMAT in page
    for word in (*Verdict, *SKIPPED):
        assert f"`{word}`" in page


@pytest.mark.parametrize("record", [Failure, LoadFailure])
def test_the_page_names_every_kind_of_failure(record: type) -> None:
    """The kinds on the page are those of the record's docstring."""
    section = FORMAT_PAGE.read_text(encoding="utf-8").split(f"### {record.__name__}\n", 1)[1].split("\n#", 1)[0]
    kinds = section.split("| `kind` | means |", 1)[1]
    for kind in failure_kinds(record):
        assert f"`{kind}`" in kinds


def test_the_example_is_a_report_of_today() -> None:
    """The example on the page is what the code writes for the sample of that name."""
    page = FORMAT_PAGE.read_text(encoding="utf-8")
    example = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert example is not None
    assert json.loads(example[1]) == json.loads(json.dumps(example_report().to_json()))


def example_report() -> Report:
    """The sample "rte" with the cases that show something: public passed, public failed, hidden failed."""
    report = SAMPLES["rte"]
    kept = [case for case in report.cases if case.id in ("large_logits", "any_axis", "mixed_rows")]
    return replace(report, cases=tuple(kept), points=1.0, max_points=4.0, diagnosis=None)


def _records(kind: Any) -> set[type]:
    """`kind` and the records in its fields."""
    found: set[type] = set()
    if is_dataclass(kind) and isinstance(kind, type):
        if kind is not Text:
            found.add(kind)
        hints = get_type_hints(kind, vars(records))
        return found.union(*(_records(hint) for hint in hints.values()))
    return found.union(*(_records(item) for item in get_args(kind)))
