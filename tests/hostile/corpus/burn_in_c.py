"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Computes inside one long call of C, where no Python code can interrupt it."
stops = "The end is SIGKILL, from outside the process."
"""


def double(x):
    return 10**10**8 % 7
