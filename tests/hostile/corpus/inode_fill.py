"""
verdict = ["RTE", "TLE"]
verdict_in = { process = ["AC"] }
points_at_most = 7
wall_s = 20
exploits = "Makes files without end, to use up the machine's inodes."
stops = "The scratch space has a number of inodes of its own, and is emptied after each case."
"""


def double(x):
    for number in range(30_000):
        open(f"f{number}", "w").close()
    return 2 * x
