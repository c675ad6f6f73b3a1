"""Pairs of hand-ins that are alike, by fingerprints of tokens (copydetect): names, comments, layout do not count.

Pairs to look at, never a verdict: right answers to a small exercise resemble each other. What the stub, the reference
and the other shipped solutions have is left out first, so that it makes nobody alike.
"""

from __future__ import annotations

import importlib.util
import io
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from grader.catalogue.exercise import Exercise
from grader.errors import UsageError
from grader.grading.module import code_of
from grader.installed import install_command
from grader.klass.store import Kept, Store
from grader.submission.refused import Refused
from grader.submission.submission import submission_from
from grader.texts import Tell, Text

_GRAM, _WINDOW = 25, 6  # in characters of the tokens: what is as long as both together is found for certain
_LEAST_CHARS = 80  # what is shorter is alike by chance
_FILE_S = 10.0  # a hostile file may keep the lexer busy


@dataclass(frozen=True)
class Pair:
    """Two students' hand-ins, and how much of each is in the other, from 0 to 1, of what is not ours."""

    first: Kept
    second: Kept
    shares: tuple[float, float]


@dataclass(frozen=True)
class _Print:
    """The fingerprint of a hand-in."""

    handin: Kept
    code: Any


def require_library() -> None:
    """Return if copydetect is installed.

    Raises:
        UsageError: it is not.
    """
    if importlib.util.find_spec("copydetect") is None:
        raise UsageError(
            Text(f'This needs copydetect, which "{sys.executable}" does not have.', "需要先安装 copydetect。"),
            Text("Install it:\n  ", "安装命令：\n  ") + install_command("copydetect", extra="similar"),
        )


def similar(store: Store, exercise: Exercise, least: float, tell: Tell) -> list[Pair]:
    """The pairs of which at least that share of one is in the other, the most alike first; one for two students.

    Args:
        least: from 0 to 1.
        tell: is told which hand-ins could not be compared.
    """
    handins = [one for one in store.handins() if one.exercise == exercise.slug]
    ours = _ours(exercise)
    prints = list(_prints(store, exercise, handins, ours, tell))
    best: dict[tuple[str, str], Pair] = {}
    for pair in _pairs(prints):
        students = pair.first.student, pair.second.student
        if max(pair.shares) >= least and (students not in best or _rank(pair) > _rank(best[students])):
            best[students] = pair
    return sorted(best.values(), key=_rank, reverse=True)


def _rank(pair: Pair) -> tuple[float, float]:
    return max(pair.shares), min(pair.shares)


def _ours(exercise: Exercise) -> frozenset[int]:
    """The fingerprints of all that we have written for the exercise."""
    paths = (exercise.stub, exercise.reference, *exercise.right, *(one.path for one in exercise.mistakes))
    found: set[int] = set()
    for path in paths:
        found |= _fingerprint(path.read_text(encoding="utf-8"), window=1).hashes
    return frozenset(found)


def _prints(
    store: Store, exercise: Exercise, handins: Iterable[Kept], ours: frozenset[int], tell: Tell
) -> Iterator[_Print]:
    """The fingerprints of those that have enough of their own."""
    known: dict[str, Any] = {}
    for handin in handins:
        if handin.sha256 not in known:
            try:
                with _at_most(_FILE_S):
                    known[handin.sha256] = _without(_fingerprint(_text(store, handin, exercise)), ours)
            except (Refused, TimeoutError):
                known[handin.sha256] = None
                tell(Text(f"not compared: {handin.name}", f"未比较：{handin.name}"))
        code = known[handin.sha256]
        if code is not None and code.token_coverage >= _LEAST_CHARS:
            yield _Print(handin, code)


def _text(store: Store, handin: Kept, exercise: Exercise) -> str:
    """The answer as a module; of a notebook the cells that make it."""
    source = store.source(handin.sha256)
    assert source is not None, "what was collected has its bytes in the journal"
    return code_of(submission_from(source, handin.name), exercise).decode("utf-8", "replace")


def _fingerprint(text: str, window: int = _WINDOW) -> Any:
    from copydetect import CodeFingerprint

    return CodeFingerprint("answer.py", _GRAM, window, language="python", fp=io.StringIO(text))


def _without(code: Any, ours: frozenset[int]) -> Any:
    """The fingerprint less ours, here: the library takes boilerplate away wrongly where a file repeats itself."""
    from copydetect.utils import get_token_coverage

    code.hashes -= ours
    code.hash_idx = {value: at for value, at in code.hash_idx.items() if value not in ours}
    code.token_coverage = get_token_coverage(code.hash_idx, _GRAM, len(code.filtered_code))
    return code


def _pairs(prints: Sequence[_Print]) -> Iterator[Pair]:
    """All pairs of two students that have enough in common to speak of."""
    from copydetect import compare_files

    for first, second in combinations(prints, 2):
        if first.handin.student == second.handin.student or first.code.hashes.isdisjoint(second.code.hashes):
            continue
        common, shares, _ = compare_files(first.code, second.code)
        if common >= _LEAST_CHARS:
            yield Pair(first.handin, second.handin, (min(1.0, float(shares[0])), min(1.0, float(shares[1]))))


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError within, after so long; where there are no timers, never."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
