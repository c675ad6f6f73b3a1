"""Each form of the marks, read back by a reader of that form: points, "not graded", and what students may see."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as Xml
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from grader.klass.gradebook import Gradebook, gradebook
from grader.klass.sinks import ALWAYS, classroom50, github, place, sinks, write
from grader.klass.sinks.csv_tables import neutral
from grader.klass.sinks.lines import Line, lines
from grader.klass.sinks.prairielearn import written
from grader.klass.statistics import distribution, exercises
from grader.klass.store import Override, Person, Store, Trouble, Void
from grader.report import Diagnosis, Failure, Raised, Report
from grader.texts import LANGUAGES, Text
from grader.verdict import Verdict
from tests.klass.a_class import DUE, assignment, filled, handin, judged
from tests.samples import SAMPLES

EVIL = "=cmd|'/c calc'!A1"
# What of a hidden case must never reach a student: titles of hidden cases.
HIDDEN_TITLE = "Case 2"
BEFORE, AFTER = DUE - timedelta(days=1), DUE + timedelta(days=9)
PEOPLE = (
    Person("ada", "Ada, L.", "ada@x.org"),
    Person("=1+1", EVIL, "+49@x.org"),
    Person("cyd", "赛德"),
    Person("dan"),
    Person("eve"),
)


def a_class(folder: Path, text: str = "", *, top: str = "published = true", at: Any = AFTER) -> Gradebook:
    """Ada has ⅔ and a hidden failure, =1+1 all, cyd is not graded, dan handed nothing in, eve has points by hand."""
    made = assignment(folder, text, top=top)
    store = filled(
        folder,
        (handin("ada"), judged("aaw", hidden="2")),
        (handin("=1+1"), judged("aaa", hidden="2")),
        (handin("cyd"), judged("aai", hidden="2")),
        people=PEOPLE,
    )
    store.override(Override("eve", "toolbox", 2.5, "@oral", "Kim"))
    return gradebook(store, made, at=at)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """A table, as Python's reader of RFC 4180 has it."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def all_of(folder: Path, **others: Any) -> Path:
    """The folder of results with every form in it."""
    book = a_class(folder, **others)
    with book.store:
        write(book, folder / "out", sinks())
    return folder / "out"


def student(folder: Path, name: str, file: str) -> Path:
    """A student's file."""
    return folder / place(name, file)


# ---------------------------------------------------------------- tables


def test_the_gradebook_has_a_line_for_everybody(tmp_path: Path) -> None:
    """Not graded is a word of its own, in the total too."""
    found = {row["student_id"]: row for row in table(all_of(tmp_path), "gradebook.csv")}
    assert list(found) == ["ada", "'=1+1", "cyd", "dan", "eve"]
    assert [row["toolbox"] for row in found.values()] == ["6.6667", "10", "not graded", "0", "2.5"]
    assert [row["total"] for row in found.values()] == ["6.6667", "10", "not graded", "0", "2.5"]
    assert found["ada"]["name"] == "Ada, L." and found["cyd"]["name"] == "赛德" and found["ada"]["of"] == "10"
    assert "by Kim: @oral" in found["eve"]["notes"] and "our fault" in found["cyd"]["notes"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\n=1", "--1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    """Whoever names a file so does not run code in the instructor's spreadsheet."""
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "--", "", "1-2", "鲍"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    """Names are not mangled without need."""
    assert neutral(cell) == cell


@pytest.mark.parametrize("name", ["gradebook.csv", "canvas.csv", "moodle.csv", "nbgrader.csv", "otter.csv"])
def test_no_table_has_a_cell_that_is_a_formula(tmp_path: Path, name: str) -> None:
    """In any column."""
    with (all_of(tmp_path) / name).open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file, strict=True) for cell in line]
    assert cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and cell != "--"]


def test_platforms_get_no_row_for_whoever_is_not_graded(tmp_path: Path) -> None:
    """An empty cell might become a zero there, or delete what stands."""
    folder = all_of(tmp_path)
    most, *canvas = table(folder, "canvas.csv")
    assert most["Student"].strip() == "Points Possible" and most["Homework 1"] == "10"
    assert {row["SIS User ID"]: row["Homework 1"] for row in canvas} == {
        "ada": "6.6667",
        "'=1+1": "10",
        "dan": "0",
        "eve": "2.5",
    }
    moodle = {row["ID number"]: row["Homework 1"] for row in table(folder, "moodle.csv")}
    assert list(moodle) == ["ada", "'=1+1", "dan", "eve"] and moodle["ada"] == "6.6667"


def test_nbgraders_table_has_raw_score_and_penalty(tmp_path: Path) -> None:
    """Score is raw minus penalty; scores of whoever is not graded are empty."""
    with filled(tmp_path, (handin("ada", days_late=2), judged("aaaaw")), (handin("bob"), judged("i"))) as store:
        made = assignment(tmp_path, '[late]\npolicy = "percent"\npercent_per_day = 25\n')
        write(gradebook(store, made), tmp_path, ["nbgrader"])
    ada, bob = table(tmp_path, "nbgrader.csv")
    assert (ada["raw_score"], ada["late_submission_penalty"], ada["score"], ada["max_score"]) == ("8", "4", "4", "10")
    assert ada["timestamp"].startswith("2026-10-03") and ada["assignment"] == "hw1"
    assert (bob["raw_score"], bob["score"]) == ("", "")


def test_otters_table_begins_with_the_points_per_question(tmp_path: Path) -> None:
    """And tells the status of each."""
    first, *others = table(all_of(tmp_path), "otter.csv")
    assert (first["file"], first["toolbox"], first["percent_correct"], first["grading_status"]) == (
        "points-per-question",
        "10",
        "1",
        "--",
    )
    status = {row["file"]: (row["percent_correct"], row["grading_status"]) for row in others}
    assert status["ada"] == ("0.6667", "Completed")
    assert status["cyd"][0] == "" and "our fault" in status["cyd"][1]


# ---------------------------------------------------------------- records, JUnit


def test_records_hold_the_whole_report(tmp_path: Path) -> None:
    """One line for each mark, whose report can be read again."""
    marks = [json.loads(line) for line in (all_of(tmp_path) / "marks.jsonl").read_text().splitlines()]
    assert [(mark["student"], mark["state"], mark["points"]) for mark in marks] == [
        ("ada", "graded", 6.666667),
        ("=1+1", "graded", 10),
        ("cyd", "not graded", None),
        ("dan", "missing", 0),
        ("eve", "by hand", 2.5),
    ]
    assert Report.from_json(marks[0]["report"]).submission == "ada/toolbox_1.py"
    assert {mark["format"] for mark in marks} == {"dlgrade/mark/1"} and marks[3]["report"] is None


def test_junit_tells_wrong_answers_from_faults_of_ours(tmp_path: Path) -> None:
    """Failures, errors and skipped cases, counted as they are."""
    root = Xml.parse(all_of(tmp_path) / "junit.xml").getroot()
    suites = {str(suite.get("name")): suite for suite in root}
    assert list(suites) == [f"{one.id}: toolbox" for one in PEOPLE]
    count = {
        name: tuple(int(suite.get(key, "")) for key in ("tests", "failures", "errors", "skipped"))
        for name, suite in suites.items()
    }
    assert count["ada: toolbox"] == (3, 1, 0, 0) and count["=1+1: toolbox"] == (3, 0, 0, 0)
    assert count["cyd: toolbox"] == (1, 0, 1, 0) and count["dan: toolbox"] == (1, 0, 0, 1)
    for key, at in (("tests", 0), ("failures", 1), ("errors", 2), ("skipped", 3)):
        assert int(root.get(key, "")) == sum(one[at] for one in count.values())
        if at:
            tag = {"failures": "failure", "errors": "error"}.get(key, key)
            assert len(root.findall(f".//{tag}")) == sum(one[at] for one in count.values())


def test_a_case_that_was_our_fault_is_an_error_beside_points_by_hand(tmp_path: Path) -> None:
    """Points do not make a failure of it."""
    with filled(tmp_path, (handin("ada"), judged("aiw"))) as store:
        store.override(Override("ada", "toolbox", 9, "looked at", "Kim"))
        write(gradebook(store, assignment(tmp_path)), tmp_path, ["junit"])
    (suite,) = Xml.parse(tmp_path / "junit.xml").getroot()
    assert [len(suite.findall(f".//{tag}")) for tag in ("error", "failure")] == [1, 1]


@pytest.mark.parametrize("name", list(SAMPLES))
def test_every_way_that_a_check_can_end_is_valid_xml(tmp_path: Path, name: str) -> None:
    """Whatever a submission printed, raised or was called."""
    report = replace(SAMPLES[name], exercise="toolbox")
    with filled(tmp_path, (handin("a\x1b\ud800".encode("utf-8", "replace").decode()), report)) as store:
        write(gradebook(store, assignment(tmp_path)), tmp_path, ["junit"])
    (suite,) = Xml.parse(tmp_path / "junit.xml").getroot()
    assert len(suite.findall("testcase")) == int(suite.get("tests", ""))


# ---------------------------------------------------------------- the forms of other graders


def test_gradescope_gets_no_score_for_whoever_is_not_graded(tmp_path: Path) -> None:
    """A run that failed, which is no zero; of the others the score, and a visibility for each test."""
    folder = all_of(tmp_path)
    ada, cyd, dan = (
        json.loads((folder / place(name, "results.json", "gradescope")).read_text()) for name in ("ada", "cyd", "dan")
    )
    assert ada["score"] == 6.666667 and ada["visibility"] == "visible"
    assert [(test["status"], test["visibility"]) for test in ada["tests"]] == [
        ("passed", "visible"),
        ("passed", "visible"),
        ("failed", "hidden"),
    ]
    assert sum(test["score"] for test in ada["tests"]) == pytest.approx(ada["score"])
    assert "score" not in cyd and "tests" not in cyd and "our fault" in cyd["output"]
    assert dan["score"] == 0 and dan["tests"] == []
    known = {"score", "output", "output_format", "visibility", "stdout_visibility", "extra_data", "tests"}
    assert set(ada) <= known and HIDDEN_TITLE not in ada["output"]


@pytest.mark.parametrize(
    ("hidden", "top", "expected"),
    [
        ("never", "published = true", ("visible", "hidden")),
        ("after_due", "published = true", ("visible", "after_due_date")),
        ("always", "published = true", ("visible", "visible")),
        ("always", "", ("after_published", "visible")),
    ],
)
def test_gradescope_itself_hides_what_is_hidden_or_held(
    tmp_path: Path, hidden: str, top: str, expected: tuple[str, str]
) -> None:
    """By its own words."""
    folder = all_of(tmp_path, text=f'[results]\nhidden = "{hidden}"\n', top=top)
    ada = json.loads((folder / place("ada", "results.json", "gradescope")).read_text())
    assert (ada["visibility"], ada["tests"][2]["visibility"]) == expected


def test_prairielearn_does_not_count_a_fault_of_ours(tmp_path: Path) -> None:
    """Not gradable: no attempt is used up. Of the others the score is between 0 and 1."""
    folder = all_of(tmp_path)
    ada, cyd, evil = (
        json.loads(student(folder, name, "prairielearn.json").read_text()) for name in ("ada", "cyd", "=1+1")
    )
    assert ada["gradable"] and ada["score"] == 0.666667 and evil["score"] == 1
    assert cyd == {"gradable": False, "message": cyd["message"], "format_errors": [cyd["message"]]}
    assert all({"name", "points", "max_points"} <= set(test) for test in ada["tests"])


def test_prairielearn_reads_no_more_than_a_megabyte() -> None:
    """Outputs are left out before tests and points are."""
    found = {"score": 1, "tests": [{"name": "x", "points": 1, "output": "y" * 4000}] * 400}
    short = written(found)
    assert len(short) < 1_000_000 and json.loads(short)["tests"][399] == {"name": "x", "points": 1, "output": ""}


RESULT_KEYS = {
    *("schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release", "review"),
    *("datetime", "score", "max-score", "tests", "graded_at"),
}


def test_classroom50_has_whole_numbers_and_no_file_for_a_fault_of_ours(tmp_path: Path) -> None:
    """All points are scaled alike; no key that its schema does not know."""
    folder = all_of(tmp_path)
    found = json.loads(student(folder, "ada", "classroom50.json").read_text())
    assert set(found) == RESULT_KEYS and found["schema"] == "classroom50/result/v1"
    assert (found["score"], found["max-score"]) == (20, 30) and found["assignment_type"] == "individual"
    assert [(test["passed"], test["score"], test["max-score"]) for test in found["tests"]] == [(True, 10, 10)] * 2
    assert found["datetime"] == "2026-10-01T11:59:59Z" and found["owner"] == "ada"
    assert not student(folder, "cyd", "classroom50.json").exists()


def test_classroom50_takes_what_its_runner_says(tmp_path: Path) -> None:
    """Who and what was handed in; odd points are rounded where no scale makes them whole."""
    book = a_class(tmp_path)
    given = {"CLASSROOM": "c", "OWNER": "o", "SUBMISSION_TAG": "submit/1", "ASSIGNMENT_TYPE": "group"}
    with book.store:
        odd = replace(book.rows[1], marks=(replace(book.rows[1].marks[0], points=book.assignment.points / 99_991),))
        found = classroom50.result(odd, book, given)
    assert (found["classroom"], found["owner"], found["submission"]) == ("c", "o", "submit/1")
    assert found["score"] == 1 and found["max-score"] == 100_000


# ---------------------------------------------------------------- GitHub


def test_annotations_are_few_and_one_line_each(tmp_path: Path) -> None:
    """Ten at most, the last for all others; what a submission says is no command."""
    slugs = tuple(f"ex{at}" for at in range(14))
    bad = Failure("raised", raised=Raised("X\n::set-env name=A::b", "::stop-commands::t\r\n%0A::error::x"))
    report = judged("w")
    report = replace(report, cases=(replace(report.cases[0], failure=bad, title=Text("a\n::error::b", "x")),))
    given = [(handin("ada", slug), replace(report, exercise=slug)) for slug in slugs]
    with filled(tmp_path, *given) as store:
        book = gradebook(store, assignment(tmp_path, slugs=slugs, top="published = true"))
        write(book, tmp_path, ["github"])
    found = student(tmp_path, "ada", "annotations.txt").read_text().splitlines()
    assert len(found) == 10 and "5 more" in found[-1]
    for line in found:
        assert re.fullmatch(r"::(error|warning) title=[\w%]+::[^\r\n]*", line)
        assert "::set-env" not in line.removeprefix("::error")[2:].split("\n")[0] or "%0A" in line
    assert "\n::" not in student(tmp_path, "ada", "summary.md").read_text()


def test_a_fault_of_ours_is_a_warning_and_ac_is_nothing(tmp_path: Path) -> None:
    """Only what somebody can do something about is an error."""
    folder = all_of(tmp_path)
    told = {name: student(folder, name, "annotations.txt").read_text() for name in ("ada", "cyd", "=1+1")}
    assert told["ada"].startswith("::error title=toolbox::WA") and told["cyd"].startswith("::warning")
    assert told["=1+1"] == "" and HIDDEN_TITLE not in told["ada"]


def test_a_summary_escapes_markup_and_stays_small(tmp_path: Path) -> None:
    """GitHub drops one of more than a megabyte, and renders what a title holds."""
    assert github.markdown("<img src=x>|`a` [b](c) @all\n# d").count("\n") == 0
    assert "<img" not in github.markdown("<img src=x>").replace("\\<", "")
    book = a_class(tmp_path)
    many = tuple(replace(judged("a").cases[0], id=f"c{at}", title=Text("t" * 150, "t")) for at in range(900))
    with book.store:
        book.store.add("big", replace(judged("a"), cases=many))
        mark = replace(book.rows[0].marks[0], handin=replace(handin("ada"), result="big"))
        assert 30_000 < len(github.summary(replace(book.rows[0], marks=(mark,)), book)) <= 60_001


# ---------------------------------------------------------------- pages


class Outline(HTMLParser):
    """The elements of a page, which must be closed as they were opened, and its text."""

    VOID = ("meta",)

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open it."""
        self.seen.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


@pytest.mark.parametrize("name", list(SAMPLES))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_well_formed_whatever_came_of_a_submission(tmp_path: Path, name: str, lang: str) -> None:
    """No text becomes an element, no script, nothing is loaded; the language is named."""
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    cases = tuple(replace(case, title=Text(evil, evil)) for case in SAMPLES[name].cases)
    report = replace(SAMPLES[name], exercise="toolbox", cases=cases)
    with filled(tmp_path, (replace(handin("ada"), name=evil), report), people=(Person("ada", evil),)) as store:
        write(gradebook(store, assignment(tmp_path, top="published = true"), lang), tmp_path, ["pages"])
    page = student(tmp_path, "ada", "report.html").read_text()
    found = Outline(page)
    assert page.startswith(f'<!doctype html>\n<html lang="{lang}">') and "script" not in found.seen
    assert evil in found.text and (found.seen.count("h1"), found.seen.count("main")) == (1, 1)
    if SAMPLES[name].verdict is Verdict.IE:
        assert ("not graded" if lang == "en" else "未评分") in found.text


def test_a_page_says_why_and_what_is_not_shown(tmp_path: Path) -> None:
    """The public failure with its call, and no more than a remark on hidden ones."""
    report = replace(SAMPLES["wa"], exercise="toolbox")
    with filled(tmp_path, (handin("ada"), report)) as store:
        write(gradebook(store, assignment(tmp_path, top="published = true")), tmp_path, ["pages"])
    text = Outline(student(tmp_path, "ada", "report.html").read_text()).text
    assert "-3120.8" in text and "Logits around 1e4 stay finite" in text and "Entries of -inf" not in text
    assert "Hidden tests count" in text and text.count("without subtracting their maximum first") >= 1


def test_the_page_of_the_class_shows_spread_cases_mistakes_and_whom_to_look_at(tmp_path: Path) -> None:
    """Each with its number; who is not graded is in no bar, and no name of a case or student is markup."""
    wrong = replace(SAMPLES["wa"], exercise="toolbox")
    given = [
        (handin("ada"), replace(SAMPLES["ac"], exercise="toolbox")),
        (handin("b<b>b", days_late=1), wrong),
        (handin("cyd"), wrong),
        (handin("dan"), replace(SAMPLES["ie"], exercise="toolbox")),
        (handin("eve"), replace(SAMPLES["ce_syntax"], exercise="toolbox")),
    ]
    empty = Trouble("fay", "fay/<i>.py", "empty", Text("It is empty.", "文件为空。"), Text("", ""))
    with filled(tmp_path, *given, people=(Person("fay", "Fay W."),), problems=(empty,)) as store:
        book = gradebook(store, assignment(tmp_path, '[late]\npolicy = "percent"\npercent_per_day = 10\n'))
        (one,) = exercises(book)
        assert distribution(book.rows, 10) == [2, 0, 0, 0, 1, 1, 0, 0, 0, 1]
        write(book, tmp_path, ["class"])
    cases = {case.id: case for case in one.cases}
    assert one.graded == 4 and one.mistakes[0][1] == 2
    assert cases["large_logits"].passed == 0.25 and cases["any_axis"].passed == 0.75
    apart = cases["large_logits"].discrimination
    assert apart is not None and 0.3 < apart < 1
    text = Outline((tmp_path / "class.html").read_text()).text
    for part in ("Not graded: 1", "dan, toolbox", "Missing: 1", "Late: 1", "b<b>b, toolbox", "2 ×", "25 %"):
        assert part in text, part
    assert (
        "fay Fay W., toolbox" in text
        and "Files that need a look: 1" in text
        and "fay: fay/<i>.py: It is empty." in text
    )


def test_a_case_that_all_pass_tells_nobody_apart(tmp_path: Path) -> None:
    """And nothing is divided by zero; of a class without results there is a page, too."""
    with filled(tmp_path, (handin("ada"), judged("aw")), (handin("bob"), judged("aa"))) as store:
        (one,) = exercises(gradebook(store, assignment(tmp_path)))
        assert [case.discrimination for case in one.cases] == [None, None]
        store.collect([], [], [])
        write(gradebook(store, assignment(tmp_path)), tmp_path, ["class"])
    assert Outline((tmp_path / "class.html").read_text()).seen.count("rect") == 10


# ---------------------------------------------------------------- what students may see


def seen_by_students(folder: Path) -> str:
    """All files that are for students, as one text."""
    return "".join(path.read_text() for path in sorted((folder / "students").rglob("*.*")) if path.is_file())


@pytest.mark.parametrize(
    ("hidden", "at", "seen"),
    [
        ("never", AFTER, False),
        ("after_due", BEFORE, False),
        ("after_due", AFTER, True),
        ("always", BEFORE, True),
    ],
)
def test_hidden_results_follow_the_assignment(tmp_path: Path, hidden: str, at: Any, seen: bool) -> None:
    """In every form that students get."""
    folder = all_of(tmp_path, text=f'[results]\nhidden = "{hidden}"\n', at=at)
    text = seen_by_students(folder)
    assert "Case 1" in text and (HIDDEN_TITLE in text) == seen


def test_held_marks_are_in_no_students_file(tmp_path: Path) -> None:
    """And what was published before is removed when it is held; single students may be published."""
    folder = all_of(tmp_path)
    assert student(folder, "ada", "summary.md").exists()
    with Store(tmp_path / "results", "hw1") as store:
        store.publish([], published=False)
        store.publish(["ada"], published=True)
        write(gradebook(store, assignment(tmp_path, top="published = true")), folder, sinks())
    assert [path.name for path in sorted((folder / "students").iterdir())] == ["ada"]


def test_a_diagnosis_is_told_by_public_cases_only(tmp_path: Path) -> None:
    """A mistake that only hidden cases show would tell of them."""
    found = Diagnosis("m", Text("The known mistake.", "已知错误。"), ("case2",))
    report = replace(judged("aaw", hidden="2"), diagnosis=found)
    with filled(tmp_path, (handin("ada"), report)) as store:
        book = gradebook(store, assignment(tmp_path, top="published = true"))
        (mark,) = book.rows[0].marks
        shown = book.shown(mark)
        assert shown is not None and shown.diagnosis is None and book.report(mark) != shown
        assert [line.id for line in lines(mark, shown, book)] == ["case0", "case1"]


def test_void_cases_are_in_no_list(tmp_path: Path) -> None:
    """The others are worth what they count."""
    with filled(tmp_path, (handin("ada"), judged("aaw"))) as store:
        store.void(Void("toolbox", "case2", "rescale", "wrong", "Kim"))
        book = gradebook(store, assignment(tmp_path))
        (mark,) = book.rows[0].marks
        report = book.report(mark)
        assert report is not None
        found: list[Line] = lines(mark, report, book)
    assert [(line.id, line.points) for line in found] == [("case0", 5), ("case1", 5)] and mark.verdict is Verdict.AC


@pytest.mark.parametrize("name", ["..", ".", "a/b", "../../x", "a\\b", "", "x" * 500, "赛德", "CON\n"])
def test_a_students_folder_is_below_the_others(name: str) -> None:
    """Whatever the id is."""
    parts = place(name, "f.json").split("/")
    assert parts[0] == "students" and parts[-1] == "f.json" and len(parts) == 3 and parts[1] not in (".", "..")
    assert len(parts[1]) < 200


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What fails in the middle leaves the one that was there."""
    book = a_class(tmp_path)
    with book.store:
        write(book, tmp_path, ALWAYS)
        before = (tmp_path / "marks.jsonl").read_text()

        class Broken(Gradebook):
            def report(self, mark: Any) -> Report:
                raise RuntimeError("in the middle")

        with pytest.raises(RuntimeError):
            write(Broken(**vars(book)), tmp_path, ["records"])
    assert (tmp_path / "marks.jsonl").read_text() == before
