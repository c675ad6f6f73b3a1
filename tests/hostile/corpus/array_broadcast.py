"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with shapes that would broadcast: a number, one element, no element, an extra axis."
stops = "Shapes are compared first, and exactly."
"""


def double(x):
    return [float(2 * x[0]), (2 * x)[:0], (2 * x)[None], (2 * x)[:, None]][len(x) % 4]
