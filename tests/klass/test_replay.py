"""`dlgrade replay`: the same bytes, the same seed, and whatever differs is shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.grading import check as checking
from grader.klass.replay import differences, read
from grader.klass.run import HASHED
from grader.report import Report
from tests.klass.a_class import SEED, assignment, filled, handin, judged
from tests.klass.test_regrade import Run, run  # noqa: F401  # a fixture


def of_this(report: Report, source: bytes, seed: str) -> Report:
    """The report, on this source with this seed."""
    provenance = replace(report.provenance, submission_sha256=hashlib.sha256(source).hexdigest(), seed=seed)
    return replace(report, provenance=provenance, submission="mine.py")


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The letters of the next judgement; after it, the policy and the bytes that it was asked for."""
    asked: list[Any] = ["aw"]

    def lanes(entries: Any, judge: object, policy: Any, *_: object, **others: object) -> Iterator[tuple[int, Report]]:
        letters = asked.pop()
        asked.extend([policy, entries[0].submission.source])
        yield 0, of_this(judged(letters), entries[0].submission.source, policy.seed)

    monkeypatch.setattr(checking, "over_lanes", lanes)
    return asked


def written(folder: Path, report: Report, seed: str = "open") -> Path:
    """The file of a report on `mine.py`."""
    (folder / "mine.py").write_bytes(b"x = 1\n")
    path = folder / "report.json"
    path.write_text(json.dumps(of_this(report, b"x = 1\n", seed).to_json()))
    return path


def test_the_same_bytes_and_seed_give_the_same(tmp_path: Path, run: Run, again: list[Any]) -> None:  # noqa: F811
    """It says so, and exits 0."""
    code, out, _ = run("replay", written(tmp_path, judged("aw")))
    assert code == 0 and "The result is the same: WA, 1/2 points." in out
    assert again[0].seed == "open" and again[1] == b"x = 1\n"


def test_what_differs_is_shown(tmp_path: Path, run: Run, again: list[Any]) -> None:  # noqa: F811
    """Cases, points, verdict, and the circumstances that may have done it."""
    before = judged("aa")
    before = replace(before, provenance=replace(before.provenance, image="old", libraries={"numpy": "1"}))
    code, out, _ = run("replay", written(tmp_path, before))
    assert code == 1 and "the verdict: AC → WA" in out and "the case case1: AC → WA" in out
    assert "the points: 2 → 1" in out and "the image: old → dlgrade-numpy" in out and "numpy 1 → numpy 2" in out


def test_a_fault_of_ours_is_no_difference_of_theirs(tmp_path: Path, run: Run, again: list[Any]) -> None:  # noqa: F811
    """Exit code 3."""
    again[:] = ["ia"]
    assert run("replay", written(tmp_path, judged("aa")))[0] == 3


def test_only_the_cases_that_were_run_are_run_again(tmp_path: Path, run: Run, again: list[Any]) -> None:  # noqa: F811
    """Else those that were not would differ."""
    cases = judged("aa").cases
    some = replace(judged("aa"), cases=(cases[0], replace(cases[1], verdict=None, skipped="not selected")))
    run("replay", written(tmp_path, some))
    assert again[0].cases == ("case0",)


def test_a_mark_is_replayed_from_the_journal(tmp_path: Path, run: Run, again: list[Any]) -> None:  # noqa: F811
    """With the secret seed of its assignment; of many marks, the student's."""
    seed = HASHED + assignment(tmp_path).seed().hash
    ada, bob = handin("ada"), handin("bob")
    filled(tmp_path, (ada, None), (bob, None)).__exit__()
    lines = [
        {
            "format": "dlgrade/mark/1",
            "student": one.student,
            "report": of_this(judged("aw"), one.name.encode(), seed).to_json(),
        }
        for one in (ada, bob)
    ]
    path = tmp_path / "marks.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ("replay", path, "--student", "BOB", "-o", "results")
    assert run(*words, "--assignment", "hw1")[0] == 0
    assert again[0].seed == SEED and again[1] == bob.name.encode()
    (tmp_path / "mine.py").write_bytes(bob.name.encode())
    again[:] = ["aw"]
    code, _, err = run(*words)
    assert code == 2 and "secret seed" in err and "--assignment" in err


def test_other_bytes_are_refused(tmp_path: Path, run: Run) -> None:  # noqa: F811
    """A report is about one file."""
    path = written(tmp_path, judged("aw"))
    (tmp_path / "mine.py").write_bytes(b"y = 2\n")
    code, _, err = run("replay", path)
    assert code == 2 and "its SHA-256 differs" in err and "--file" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"{", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b'{"format": "x"}', "its format is 'x'"),
        (b"[]", "holds 0 reports"),
        (b'{"format": "dlgrade/mark/1", "student": "a", "report": null}', "holds 0 reports"),
    ],
)
def test_a_report_that_is_none_is_told(tmp_path: Path, text: bytes | None, said: str) -> None:
    """With its path and what to give."""
    path = tmp_path / "r.json"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(UsageError) as caught:
        read(path)
    assert said in caught.value.message and caught.value.remedy


def test_cases_that_are_new_or_gone_differ() -> None:
    """The exercise has changed since."""
    found = {one.what.en: (one.before, one.after) for one in differences(judged("a"), judged("aa"))}
    assert found["the case case1"] == ("-", "AC")
