"""
verdict = ["TLE", "MLE", "RTE"]
points_at_most = 4
wall_s = 20
exploits = "Answers with a list that never ends when it is copied."
stops = "The copy is made in the child, under the call's clock and the memory limit."
"""


class Endless(list):
    def __iter__(self):
        while True:
            yield b"x" * 1000


def double(x):
    return Endless([1])
