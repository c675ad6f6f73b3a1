"""
verdict = ["WA", "OLE", "PE"]
points_at_most = 7
wall_s = 60
time_s = 10.0
exploits = "Answers in the timing alone with a list of as many objects as fit, each of which stays in the child and comes as a handle."
stops = "A list where an array is expected is a wrong answer, whatever is in it."
"""

honest_double = double


def double(x):
    return [object() for _ in range(60_000)] if x.size > 1000 else honest_double(x)
