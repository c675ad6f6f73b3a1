"""Objects that a test has built stay on the far side until they are let go of, and a module until it is loaded anew."""

from __future__ import annotations

from grader.judge.far.proxy import Side
from grader.judge.far.sandbox_worker import SandboxWorker
from grader.judge.far.session import SessionOptions
from grader.sandbox.choice import choose

SEEDED = b"""
import random

import numpy as np

own = np.random.default_rng(0)
first = own.random()


def draw():
    return own.random(), np.random.random(), random.random()
"""
SOURCE = b"""
import gc
import weakref

alive = weakref.WeakSet()


class Thing:
    def __init__(self):
        alive.add(self)


def count():
    gc.collect()
    return len(alive)
"""


def test_what_is_forgotten_is_gone_and_the_module_stays() -> None:
    """A timing builds its objects anew for each pair; without this they would fill the memory."""
    sandbox = choose("process", target="numpy", runtime="", progress=lambda text: None)
    worker = SandboxWorker(sandbox, target="numpy", memory_bytes=2**30)
    try:
        far = Side(worker.open(SessionOptions("numpy", 2**30, 2**20, 60.0), 60.0), "numpy", "submission")
        far.ask("load", source=SOURCE, adapter=None, entries=[], seed=0)
        module = far.module
        things = [module.Thing() for _ in range(3)]
        assert module.count() == len(things) == 3
        far.forget()
        assert module.count() == 0
        assert module.Thing() is not None and module.count() == 1
    finally:
        worker.destroy()


def test_a_module_that_is_loaded_again_begins_anew_with_other_seeds() -> None:
    """So a generator that it seeds itself repeats, and those that the run seeds do not."""
    sandbox = choose("process", target="numpy", runtime="", progress=lambda text: None)
    worker = SandboxWorker(sandbox, target="numpy", memory_bytes=2**30)
    try:
        far = Side(worker.open(SessionOptions("numpy", 2**30, 2**20, 60.0), 60.0), "numpy", "submission")
        far.load(source=SEEDED, adapter=None, entries=[], seed=0)
        own, *seeded = far.module.draw()
        assert far.module.draw()[0] != own
        answers = list(far.transcript.answers)
        far.load_again(1)
        assert far.transcript.answers == answers
        again, *otherwise = far.module.draw()
        assert again == own and not {*seeded} & {*otherwise}
    finally:
        worker.destroy()
