"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with a generator, so that the work is done when somebody compares."
stops = "A generator stays in the child as a handle, which is no answer."
"""


def double(x):
    return (2 * n for n in x)
