"""
verdict = ["WA", "RTE", "TLE"]
points_at_most = 5
wall_s = 40
exploits = "Asks about the judge's last answer, a square, until the number has more digits than the wire takes, so that the judge cannot send its own answer."
stops = "What the judge raises there is tried with the reference in the submission's place, and is then the submission's."
"""


def search(f, goal):
    n = 3
    while True:
        n = f(n)
