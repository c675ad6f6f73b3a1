"""What is timed of a workload: one call, or several one after the other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from grader.judge.timing import Cost, cost


def test_calls_in_a_list_are_timed_together_and_all_answers_are_there() -> None:
    """Whoever leaves the work of one call to the next gains nothing, and each answer can be compared."""
    clock = [0]

    def work(number: int) -> int:
        clock[0] += number * 1000
        return number

    def ask(op: str, args: tuple[int, ...]) -> None:
        clock[0] += 10

    worker = SimpleNamespace(counters=lambda: {"cpu_ns": clock[0]})
    side: Any = SimpleNamespace(session=SimpleNamespace(awake=lambda: None, worker=worker), ask=ask)
    calls: Any = [(work, (1,)), (work, (2,))]
    assert cost(side, calls) == Cost(seconds=3e-6, empty=2e-8, value=[1, 2])
    assert cost(side, calls[:1]) == Cost(seconds=1e-6, empty=1e-8, value=1)
