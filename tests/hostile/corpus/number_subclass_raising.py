"""
verdict = ["RTE", "WA"]
points_at_most = 4
wall_s = 15
exploits = "Answers with containers whose own methods raise or never end when the worker copies them."
stops = "The copy is made in the child, under the call's clock."
"""


class Endless(list):
    def __iter__(self):
        raise SystemExit(0)


def double(x):
    return Endless([1])
