"""Who computes on this machine now: any number of lanes, or one that times and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager


class Machine:
    """A lock that many share, and that one of them may have alone for a while.

    A time is a ratio to the reference's, taken in turn on the same processor; still, a neighbour that begins or ends
    within a pair shows in it. Whoever wants to be alone goes before whoever wants to begin, so nobody starves: each
    lane that comes to its timing waits, and they are timed one after another.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sharing = self._asking = 0
        self._alone = self._closed = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Compute beside others.

        Raises:
            CancelledError: `close` was called.
        """
        with self._changed:
            self._wait(lambda: not self._alone and not self._asking)
            self._sharing += 1
        try:
            yield
        finally:
            with self._changed:
                self._sharing -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within `shared`: compute while nobody else does.

        Raises:
            CancelledError: `close` was called.
        """
        with self._changed:
            self._sharing -= 1
            self._asking += 1
            self._changed.notify_all()
            try:
                self._wait(lambda: not self._alone and not self._sharing)
                self._alone = True
            except CancelledError:
                self._sharing += 1  # `shared` takes it back
                raise
            finally:
                self._asking -= 1
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._sharing += 1
                self._changed.notify_all()

    def close(self) -> None:
        """Nobody need wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _wait(self, free: Callable[[], bool]) -> None:
        self._changed.wait_for(lambda: self._closed or free())
        if self._closed:
            raise CancelledError
