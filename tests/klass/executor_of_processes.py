"""What `--executor tests.klass.executor_of_processes:two` names."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path


def two() -> Executor:
    """Two processes; the first of all writes which it is, for a test that ends it."""
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"), initializer=_tell)


def _tell() -> None:
    if folder := os.environ.get("WORKERS_HERE"):
        Path(folder, str(os.getpid())).touch()


def nothing() -> None:
    """No executor."""
