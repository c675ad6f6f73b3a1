"""
verdict = "AC"
points_at_most = 7
wall_s = 30
time_s = 1.0
ratio_at_least = 2.0
exploits = "Is right and quick in the cases, and never comes to an end in the timing, to hold the judge for minutes."
stops = "The budget for timing is the deadline of its calls; the report says that it is slower than could be measured."
"""

honest_double = double


def double(x):
    while x.size > 1000:
        pass
    return honest_double(x)
