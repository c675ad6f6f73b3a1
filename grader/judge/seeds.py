"""Seeds: where every random number of a run comes from."""

from __future__ import annotations

import hashlib

import numpy as np


def generator(run_seed: str, exercise: str, case: str, parameter: str) -> np.random.Generator:
    """The judge's generator for one case and parameter: PCG64 over SHA-256 of all four."""
    return np.random.Generator(np.random.PCG64(_digest("judge", run_seed, exercise, case, parameter)))


def worker_seed(run_seed: str, exercise: str, case: str) -> int:
    """The seed of the generators inside a worker: another branch, so nothing inside can foretell the inputs."""
    return _digest("worker", run_seed, exercise, case) % 2**63


def _digest(*parts: str) -> int:
    joined = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return int.from_bytes(hashlib.sha256(joined).digest(), "big")
