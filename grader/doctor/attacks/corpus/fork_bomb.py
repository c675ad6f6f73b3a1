"""
verdict = ["TLE", "RTE", "PE"]
points_at_most = 4
wall_s = 25
label = { en = "forks for ever", zh = "无限创建进程（fork 炸弹）" }
not_tried_in = ["process"]
exploits = "Forks for ever, so that neither the grader nor the next submission finds a process."
stops = "The number of processes is capped, and the supervisor kills everything else in its namespace."
"""

import os


def double(x):
    while True:
        os.fork()
