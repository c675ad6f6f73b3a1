"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Locks files of the image, byte by byte, and takes leases on them, for another sandbox to run into."
stops = "The filter of system calls refuses flock, and of fcntl whatever others see on the same file."
"""

import fcntl
import os
import struct


def double(x):
    descriptor = os.open(os.__file__, os.O_RDONLY)
    lock = struct.pack("hhqqi", fcntl.F_RDLCK, 0, 5, 1, 0)
    attempts = [(fcntl.flock, fcntl.LOCK_SH | fcntl.LOCK_NB), (fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB)]
    for command in (fcntl.F_GETLK, fcntl.F_SETLK, fcntl.F_SETLKW, 36, 37, 38):
        attempts.append((fcntl.fcntl, command, lock))
    attempts += [(fcntl.fcntl, command, fcntl.F_RDLCK) for command in (fcntl.F_SETLEASE, fcntl.F_GETLEASE, 1035, 1036)]
    for attempt, *arguments in attempts:
        try:
            attempt(descriptor, *arguments)
        except OSError:
            continue
        return f"{arguments[0]}"
    return 2 * x
