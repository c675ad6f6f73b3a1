"""Run as a script by `grader.submission.parse_server`: does what `parse_probe` does, for one request after another.

The folder that holds `grader` is the argument. Everything is imported at start, and each request is answered in a child
of its own: a submission of a folder then costs a fork, and not an interpreter with its imports.
"""

from __future__ import annotations

import gc
import os
import select
import struct
import sys
import traceback

REQUEST, REPLY = struct.Struct("<Q"), struct.Struct("<qQQ")
"""The length of a request, before the bytes that would stand on stdin; a child's exit code (-N for signal N), and the
lengths of what it wrote to stdout and to stderr, before both."""


def serve() -> None:
    """Answer requests until there are no more."""
    import grader.rules.source  # noqa: F401 -- the children find it imported
    from grader.submission.parse_probe import answer_to

    def answer_and_exit(request: bytes) -> None:
        status = 1
        try:
            answer_to(request)
            status = 0
        except BaseException:  # as it would be told by a process of its own, which ends here as well
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    gc.collect()
    gc.freeze()
    while head := sys.stdin.buffer.read(REQUEST.size):
        asked = sys.stdin.buffer.read(*REQUEST.unpack(head))
        (out_in, out), (err_in, err) = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(out, 1)
            os.dup2(err, 2)
            for descriptor in (0, out_in, out, err_in, err):
                os.close(descriptor)
            answer_and_exit(asked)
        os.close(out)
        os.close(err)
        said, complained = _drained(out_in, err_in)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.buffer.write(REPLY.pack(status, len(said), len(complained)) + said + complained)
        sys.stdout.buffer.flush()


def _drained(*descriptors: int) -> list[bytes]:
    """Everything that comes from each of them, until all have ended."""
    found = {descriptor: bytearray() for descriptor in descriptors}
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    left = set(descriptors)
    while left:
        for descriptor, _ in waiting.poll():
            data = os.read(descriptor, 1 << 16)
            found[descriptor] += data
            if not data:
                waiting.unregister(descriptor)
                os.close(descriptor)
                left.remove(descriptor)
    return [bytes(found[descriptor]) for descriptor in descriptors]


if __name__ == "__main__":
    sys.path.append(sys.argv[1])
    serve()
