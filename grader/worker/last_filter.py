"""The last step of a child before it loads the submission: a filter of system calls of its own.

The sandbox's filter is installed before the supervisor runs, and has to allow what that one needs. A child needs less:
this one refuses the rest (docs/security.md, `until` in grader/sandbox/syscalls.toml). Both hold from then on.
"""

from __future__ import annotations

import base64
import ctypes
import os
import platform
from collections.abc import Mapping

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_FILTERED = "Seccomp:\t2"


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


class LastFilter:
    """The program for this machine, from base64 ones by machine; none where the sandbox itself has no filter."""

    def __init__(self, programs: Mapping[str, str]) -> None:
        with open("/proc/self/status", encoding="utf-8", errors="replace") as file:
            filtered = _FILTERED in file.read()
        self.program = base64.b64decode(programs.get(platform.machine(), "")) if filtered else b""

    def try_it(self) -> None:
        """Install it in a process that ends then.

        Raises:
            RuntimeError: the kernel does not take it.
        """
        pid = os.fork()
        if pid == 0:
            try:
                self.install()
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitpid(pid, 0)[1]:
            raise RuntimeError("the kernel took the sandbox's filter of system calls, and not the one of a child")

    def install(self) -> None:
        """From now on the program decides, for this process and what it starts.

        Raises:
            OSError: the kernel does not take it.
        """
        if not self.program:
            return
        program = _Program(len(self.program) // 8, self.program)
        if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
