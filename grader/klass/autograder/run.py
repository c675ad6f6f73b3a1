"""An autograder's run on Gradescope: one submission, judged as in a class of one; `results.json` by the usual sink."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.catalogue.exercise import Catalogue
from grader.errors import DlgradeError
from grader.judge.protocol import Options, Trust
from grader.klass import times
from grader.klass.assignment import Assignment
from grader.klass.autograder.pack import ASSIGNMENTS, SETTINGS
from grader.klass.executors.local import Local
from grader.klass.gradebook import gradebook
from grader.klass.handins import collect
from grader.klass.roster import Roster, Student
from grader.klass.run import judge, keep, plan, terms_of
from grader.klass.sinks import put
from grader.klass.sinks.gradescope import results
from grader.klass.store import Store
from grader.texts import Text, as_text, joined
from grader.verdict import EXIT_AC, EXIT_INTERNAL

_FAILED = Text(
    "This submission could not be graded. That is no fault of it, and no mark: please tell your instructor.",
    "这份提交未能评分。这不是提交的问题，也不是成绩：请告知任课教师。",
)
_FOLDER = "submission"


@dataclass(frozen=True)
class Submitter:
    """Who handed in, and when, by Gradescope's own record. A group counts as its first member."""

    student: Student
    created_at: str

    @classmethod
    def load(cls, path: Path) -> Submitter:
        """Read `submission_metadata.json`; where there is none, it is somebody, at no time."""
        if not path.exists():
            return cls(Student("student", aliases=(_FOLDER,)), "")
        found = json.loads(path.read_text(encoding="utf-8"))
        user: dict[str, Any] = next(iter(found.get("users") or ()), {})
        email, name = str(user.get("email") or ""), str(user.get("name") or "")
        who = email or str(user.get("id") or "student")
        return cls(Student(who, name, email, (_FOLDER,)), str(found.get("created_at") or ""))


def main(root: Path) -> int:
    """Grade the submission in `root`/submission and write `root`/results/results.json; the exit code."""
    lang = "en"
    try:
        settings = json.loads((root / "source" / SETTINGS).read_text(encoding="utf-8"))
        lang = settings["lang"]
        found, code = grade(root, settings["assignment"], settings["sandbox"], lang)
    except DlgradeError as error:
        print(joined([error.said, error.advice]).localized(lang), file=sys.stderr)
        found, code = _not_graded(lang), EXIT_INTERNAL
    except Exception:
        traceback.print_exc()
        found, code = _not_graded(lang), EXIT_INTERNAL
    put(root / "results" / "results.json", [json.dumps(found, ensure_ascii=True, indent=1)])
    return code


def _not_graded(lang: str) -> dict[str, Any]:
    """A result without a score: Gradescope says that the autograder failed, and gives no zero."""
    return {"output": _FAILED.localized(lang), "output_format": "text", "stdout_visibility": "hidden"}


def grade(root: Path, name: str, sandbox: str, lang: str) -> tuple[dict[str, Any], int]:
    """The object of `results.json`, and the exit code.

    Raises:
        DlgradeError: our files are damaged, or no sandbox that is strong enough works here.
    """
    source = root / "source"
    assignment = Assignment.load(source / ASSIGNMENTS / name)
    who = Submitter.load(root / "submission_metadata.json")
    # Whoever packs the zip has said which sandbox will do; its container serves this one submission.
    options = Options(sandbox="auto", require=sandbox, trust=Trust.OTHERS, unsafe=True)
    with tempfile.TemporaryDirectory() as temporary:
        roster = Roster((who.student,))
        collected = collect(_handed_in(root, who, Path(temporary)), assignment, roster)
        with Store(Path(temporary, "results"), assignment.slug) as store:
            here = Local(1)
            terms = terms_of(
                assignment, Catalogue(source), options, here, lambda said: print(as_text(said).localized(lang))
            )
            keep(store, collected, roster)
            for _ in judge(store, terms, plan(store, assignment, terms).work, where=here):
                pass
            book = gradebook(store, assignment, lang)
            (row,) = book.rows
            return results(row, book), EXIT_INTERNAL if row.points is None else EXIT_AC


def _handed_in(root: Path, who: Submitter, temporary: Path) -> Path:
    """A folder of hand-ins with this one in it, and its time; links stay links, which are refused."""
    folder = temporary / "handins"
    shutil.copytree(root / "submission", folder / _FOLDER, symlinks=True)
    if who.created_at:
        with (folder / times.NAME).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("student", "submitted"), (who.student.id, who.created_at)])
    return folder


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
