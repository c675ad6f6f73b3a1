"""Where a job's time is said to go."""

from __future__ import annotations

from grader.judge.phases import Phases


def test_a_part_is_counted_apart_and_nothing_twice() -> None:
    """What a phase spent on a part is the part's, and no more than the phase took; the sum stays."""
    phases = Phases()
    phases.seconds = {"sandbox": 5.0, "cases": 1.0}
    phases.split("sandbox", "image", 3.0)
    assert phases.seconds == {"sandbox": 2.0, "cases": 1.0, "image": 3.0}
    longer = Phases()
    longer.seconds = {"sandbox": 5.0}
    longer.split("sandbox", "image", 60.0)  # most of the build was over before the job began
    assert longer.seconds == {"sandbox": 0.0, "image": 5.0}
    longer.split("nothing", "of it", 1.0)
    assert longer.seconds == {"sandbox": 0.0, "image": 5.0}
