"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
label = { en = "ends with status 0, as if all had passed", zh = "以状态 0 退出，假装全部通过" }
exploits = "Ends the process with status 0, which a grader may take for a pass."
stops = "A case passes only if its test was called and returned; a missing answer is RTE."
"""

import os


def double(x):
    os._exit(0)
