"""
verdict = ["WA"]
points_at_most = 4
wall_s = 15
exploits = "Answers with a whole number beyond every float, to raise where the judge compares answers with known mistakes."
stops = "A comparison that cannot be made is a difference, in the diagnosis as well."
"""


def double(x):
    return 10**4000
