"""
verdict = "AC"
points_at_most = 7
wall_s = 15
label = { en = "opens the kernel's less tested doors", zh = "试探内核中较少测试的接口" }
exploits = "Opens the kernel's less tested doors: io_uring, bpf, keyrings, userfaultfd, perf, modules, kexec, handles."
stops = "The filter of system calls is a list of what is allowed, and none of these is on it."
"""

import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    room = ctypes.create_string_buffer(256)
    for number in (425, 321, 248, 249, 250, 323, 298, 175, 313, 246, 303, 304, 310, 311, 319, 440, 442, 428):
        if libc.syscall(number, 1, room, 128, 0, 0, 0) >= 0:
            return number
    return 2 * x
