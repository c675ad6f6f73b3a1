"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Watches the files of the image, to learn which of them another sandbox reads."
stops = "The filter of system calls refuses inotify, fanotify and F_NOTIFY; where it can, reading writes no time of access."
"""

import ctypes
import fcntl
import os
import signal


def double(x):
    libc = ctypes.CDLL(None)
    if libc.inotify_init() >= 0 or libc.inotify_init1(0) >= 0 or libc.fanotify_init(0x200, 0) >= 0:
        return "watched"
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        fcntl.fcntl(os.open(os.path.dirname(os.__file__), os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)
    except OSError:
        return 2 * x
    return "noted"
