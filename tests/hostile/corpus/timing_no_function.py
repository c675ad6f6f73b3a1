"""
verdict = "WA"
points_at_most = 7
wall_s = 60
time_s = 3.0
exploits = "Puts a number in the place of its function in the timing alone; calling a number raises in the judge."
stops = "What the judge raises while it times is tried with the reference on both sides, and is then the submission's."
"""

honest_double = double


def double(x):
    if x.size > 1000:
        globals()["double"] = 5
    return honest_double(x)
