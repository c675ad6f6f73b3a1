"""
verdict = ["RTE", "MLE", "TLE"]
points_at_most = 4
wall_s = 15
exploits = "Raises an exception with a text of a hundred megabytes and a chain of ten thousand causes."
stops = "The text is cut on both sides, and causes are not followed."
"""


def double(x):
    error = ValueError("x" * (100 << 20))
    last = error
    for _ in range(10_000):
        last.__cause__ = ValueError()
        last = last.__cause__
    raise error
