"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Asks the kernel which pages of a shared file are in its cache: mincore, cachestat, and reading without waiting."
stops = "The filter of system calls refuses the questions, and reading with flags."
"""

import ctypes
import mmap
import os


def double(x):
    libc = ctypes.CDLL(None)
    room = ctypes.create_string_buffer(1 << 12)
    descriptor = os.open(os.__file__, os.O_RDONLY)
    mapped = mmap.mmap(descriptor, 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(mapped))
    if libc.mincore(ctypes.c_void_p(address), ctypes.c_size_t(len(mapped)), room) == 0:
        return "mincore"
    if libc.syscall(451, descriptor, room, room, 0) == 0:
        return "cachestat"
    for flag in range(9):
        try:
            os.preadv(descriptor, [bytearray(1)], 0, 1 << flag)
        except OSError:
            continue
        return f"flag {flag}"
    return 2 * x
