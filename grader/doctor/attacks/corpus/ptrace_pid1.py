"""
verdict = "AC"
points_at_most = 7
wall_s = 15
label = { en = "traces the supervisor and reads its memory", zh = "跟踪监督进程并读取其内存" }
exploits = "Traces the supervisor, or reads and writes its memory across processes."
stops = "The filter of system calls refuses ptrace and process_vm_readv, and the supervisor is not dumpable."
"""

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    local = (ctypes.c_size_t * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)
    remote = (ctypes.c_size_t * 2)(id(x), 8)
    for pid in {1, os.getppid()}:
        for request in (16, 0x4206):
            if libc.ptrace(request, pid, 0, 0) == 0:
                return "traced"
        for call in (libc.process_vm_readv, libc.process_vm_writev):
            if call(pid, local, 1, remote, 1, 0) > 0:
                return "read"
    return 2 * x
