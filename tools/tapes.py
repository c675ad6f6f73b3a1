"""How often a submission leaves the reference's tape: put to the labelled answers of all exercises, or of those named.

python tools/tapes.py [SLUG ...]: some minutes. A case is counted once the reference has answered it for another
submission of the same judge; it left the tape when it asked something else, so that the reference had to answer live.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from grader.catalogue.exercise import Catalogue, Exercise
from grader.grading.client import JudgeProcess
from grader.installed import shipped
from grader.judge.protocol import Isolation, Job, Options, Trust

_SEED = "tapes"
_COUNTS = "DLGRADE_TAPE_COUNTS"


def main() -> None:
    """Judge them all, and print a table."""
    catalogue = Catalogue(shipped())
    slugs = sys.argv[1:] or list(catalogue)
    whole: Counter[str] = Counter()
    for slug in slugs:
        counts = _counted(catalogue[slug])
        whole += counts
        print(_row(slug, counts), flush=True)
    print(_row("all", whole))


def _row(name: str, counts: Counter[str]) -> str:
    share = counts["left"] / counts["cases"] if counts["cases"] else 0.0
    told = f"{counts['submissions']:5} submissions {counts['cases']:7} cases {counts['left']:6} left"
    return f"{name:28} {told} {share:7.2%}"


def _counted(exercise: Exercise) -> Counter[str]:
    """What the judge of this exercise counts while it judges each labelled answer."""
    answers = [mistake.source for mistake in exercise.mistakes]
    answers += [path.read_bytes() for path in sorted((exercise.reference.parent / "right").glob("*.py"))]
    options = Options(sandbox="bubblewrap", trust=Trust.OWN, isolation=Isolation.SHARED)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[_COUNTS] = str(Path(folder) / "counts.json")
        with JudgeProcess(exercise, options, command=(sys.executable, __file__, "--judge")) as judge:
            for source in answers:
                judge.judge(Job(source, _SEED, diagnose=False))
        counts = Counter(json.loads(Path(os.environ[_COUNTS]).read_text()))
    counts["submissions"] = len(answers)
    return counts


def judge() -> None:
    """A judge that counts."""
    from grader.judge import server
    from grader.judge.far.replay import ReplayedSession

    counts: Counter[str] = Counter()
    exchange, wake = ReplayedSession._exchange, ReplayedSession._wake
    known: set[int] = set()  # sessions in a case that is on the tape

    def counting(self, op, *rest):
        if op["op"] == "load":
            known.discard(id(self))
        answer = exchange(self, op, *rest)
        if op["op"] == "load" and not self._live:  # the tape has it
            known.add(id(self))
            counts["cases"] += 1
            _write(counts)
        return answer

    def waking(self):
        if id(self) in known:
            known.discard(id(self))
            counts["left"] += 1
            _write(counts)
        wake(self)

    ReplayedSession._exchange, ReplayedSession._wake = counting, waking
    server.main()


def _write(counts: Counter[str]) -> None:
    Path(os.environ[_COUNTS]).write_text(json.dumps(counts))


if __name__ == "__main__":
    judge() if "--judge" in sys.argv else main()
