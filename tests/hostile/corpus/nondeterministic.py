"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers the first call rightly and the rest wrongly."
stops = "Every answer is compared."
"""

calls = 0


def double(x):
    global calls
    calls += 1
    return 2 * x if calls == 1 and len(x) == 1 else x
