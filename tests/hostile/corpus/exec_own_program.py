"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Writes a program to the scratch space and runs it, by itself and through the dynamic linker."
stops = "The scratch space runs no programs and maps none; the filter of system calls refuses a child to execute any."
"""

import os
import shutil
import subprocess
import sys


def double(x):
    shutil.copy(os.path.realpath(sys.executable), "program")
    os.chmod("program", 0o755)
    for linker in ([], ["/lib64/ld-linux-x86-64.so.2"], ["/lib/ld-linux-aarch64.so.1"]):
        try:
            return subprocess.run([*linker, "./program", "-c", "1"], capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            pass
    return 2 * x
