"""How far many submissions are: how many are done, with which verdicts, at which rate, and how long the others take."""

from __future__ import annotations

import threading
import time
from collections import Counter

from grader.numbers import span
from grader.texts import Said, Tell, Text
from grader.verdict import Verdict


class Course:
    """The course of `count` submissions, told with each step."""

    def __init__(self, count: int, progress: Tell) -> None:
        self._count, self._progress = count, progress
        self._verdicts: Counter[Verdict] = Counter()
        self._began = time.monotonic()
        self._lock = threading.Lock()

    def done(self, verdict: Verdict) -> None:
        """One more is."""
        with self._lock:
            self._verdicts[verdict] += 1

    def of(self, name: str) -> Tell:
        """Progress that says of which file it speaks."""
        return lambda said: self.tell(f"{name}: " + said)

    def tell(self, said: Said) -> None:
        """Say it behind how far all are."""
        self._progress(self._so_far() + said)

    def _so_far(self) -> Text:
        if self._count == 1:
            return Text("", "")
        with self._lock:
            counts = [(verdict, self._verdicts[verdict]) for verdict in reversed(Verdict) if self._verdicts[verdict]]
        done = sum(number for _, number in counts)
        so_far = Text(f"{done}/{self._count} done", f"已完成 {done}/{self._count}")
        if done:
            rate = done / (time.monotonic() - self._began)
            left = span((self._count - done) / rate)
            found = ", ".join(f"{number} {verdict}" for verdict, number in counts)
            so_far += Text(
                f" ({found}), {rate:.2g}/s, {left.en} left", f"（{found}），每秒 {rate:.2g} 份，还需 {left.zh}"
            )
        return so_far + Text(" · ", " · ")
