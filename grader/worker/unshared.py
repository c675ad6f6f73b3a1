"""Memory that a child does not inherit: what passes between the judge and one session is not there for the next."""

from __future__ import annotations

import mmap
import os

READ = 1024 * 1024


def unshared(size: int) -> mmap.mmap:
    """Memory that a fork leaves out: the child has nothing at its address (madvise(2), MADV_DONTFORK)."""
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.madvise(mmap.MADV_DONTFORK)
    return memory


def read_into(memory: mmap.mmap, descriptor: int) -> int | None:
    """How many bytes were read; 0 at the end, None when there is nothing now."""
    try:
        with memoryview(memory) as view:
            return os.readv(descriptor, [view])
    except BlockingIOError:
        return None


class Waiting:
    """Bytes on their way to a child whose pipe is full, first in, first out."""

    def __init__(self) -> None:
        self.memory = unshared(READ)
        self.start = self.end = 0

    def put(self, part: memoryview) -> None:
        """Behind what waits already."""
        if self.end + len(part) > len(self.memory):
            self.memory.resize(2 * (self.end + len(part)))
        self.memory[self.end : self.end + len(part)] = part
        self.end += len(part)

    def write_to(self, descriptor: int) -> None:
        """All of it, or what the pipe takes before it is full: BlockingIOError."""
        with memoryview(self.memory) as memory:
            while self.start < self.end:
                self.start += os.write(descriptor, memory[self.start : min(self.end, self.start + READ)])
        self.drop()

    def drop(self) -> None:
        """Forget what waits."""
        self.start = self.end = 0  # the memory is used again, for new pages cost more than the copy

    def close(self) -> None:
        """Give the memory back."""
        self.memory.close()
