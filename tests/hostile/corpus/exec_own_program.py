"""
verdict = "AC"
points_at_most = 7
wall_s = 10
exploits = "Writes a program to the scratch space and runs it, also without a file and through the shell."
stops = "The scratch space runs no programs, and the filter of system calls refuses to execute any."
"""

import os
import subprocess


def double(x):
    with open("program", "wb") as file:
        file.write(b"#!/bin/sh\necho hello\n")
    os.chmod("program", 0o755)
    for command in (["./program"], ["/bin/sh", "-c", "id"], ["/bin/sh", "program"]):
        try:
            return subprocess.run(command, capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            pass
    return 2 * x if os.system("true") else "a shell"
