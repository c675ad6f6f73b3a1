"""Who computes on the machine: many lanes together, or one that times and nobody else."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from grader.grading.machine import Machine


def test_many_share_it() -> None:
    """Two that wait for each other within it come to an end."""
    machine, both = Machine(), threading.Barrier(2, timeout=10)

    def lane() -> None:
        with machine.shared():
            both.wait()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(lane) for _ in range(2)]:
            future.result()


def test_whoever_is_alone_is_so() -> None:
    """Six lanes of eight rounds: while one is alone no other is within; and each gets its turn."""
    machine, lock = Machine(), threading.Lock()
    within: set[int] = set()
    seen: list[set[int]] = []

    def lane(number: int) -> None:
        for _ in range(8):
            with machine.shared():
                with lock:
                    within.add(number)
                time.sleep(0.001)
                with lock:
                    within.discard(number)
                with machine.alone():
                    with lock:
                        within.add(number)
                        seen.append(set(within))
                    time.sleep(0.001)
                    with lock:
                        seen.append(set(within))
                        within.discard(number)

    with ThreadPoolExecutor(6) as pool:
        for future in [pool.submit(lane, number) for number in range(6)]:
            future.result(timeout=60)
    assert len(seen) == 96 and all(len(one) == 1 for one in seen)


def test_who_wants_to_begin_waits_for_whoever_wants_to_be_alone() -> None:
    """Else a machine that is never idle would time nothing."""
    machine, order = Machine(), list[str]()
    begun, end = threading.Event(), threading.Event()

    def long() -> None:
        with machine.shared():
            begun.set()
            end.wait(10)

    def times() -> None:
        with machine.shared(), machine.alone():
            order.append("times")

    def late() -> None:
        with machine.shared():
            order.append("late")

    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(long)]
        begun.wait(10)
        futures.append(pool.submit(times))
        while not machine._asking:
            time.sleep(0.001)
        futures.append(pool.submit(late))
        time.sleep(0.05)
        assert order == []
        end.set()
        for future in futures:
            future.result(timeout=10)
    assert order == ["times", "late"]


@pytest.mark.parametrize("asks", ["shared", "alone"])
def test_a_pool_that_closes_lets_nobody_wait(asks: str) -> None:
    """Ctrl-C while a lane waits for the others."""
    machine, begun, end = Machine(), threading.Event(), threading.Event()

    def holds() -> None:
        with machine.shared():
            if asks == "alone":
                begun.set()
                end.wait(10)
            else:
                with machine.alone():
                    begun.set()
                    end.wait(10)

    def waits() -> None:
        with machine.shared(), machine.alone():
            pytest.fail("it was to wait")

    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(holds)
        begun.wait(10)
        waiting = pool.submit(waits)
        time.sleep(0.05)
        machine.close()
        with pytest.raises(CancelledError):
            waiting.result(timeout=10)
        end.set()
        held.result(timeout=10)
    assert (machine._sharing, machine._asking, machine._alone) == (0, 0, False)
