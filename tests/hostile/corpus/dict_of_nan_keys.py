"""
verdict = ["WA", "PE"]
points_at_most = 4
wall_s = 40
exploits = "Answers with a dict of keys that are not equal to themselves, so that no key is found again."
stops = "A comparison looks at what is expected, and never assumes that a key which is there can be found."
"""


def double(x):
    return {float("nan"): 2 * x for _ in range(1000)}
