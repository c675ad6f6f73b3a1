"""
verdict = ["PE"]
points_at_most = 0
wall_s = 10
exploits = "Sends an answer while it is loaded, to be taken for the next question's."
stops = "Bytes that come before the question was sent are nobody's answer."
"""

import sys

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
pipe = frame.f_locals["server"].pipe


def double(x):
    pipe.send(b"\x93\xa1d\xa5value\x02", [])
    pipe.send(b"\x93\xa1d\xa5value\x02", [])
    return 2 * x


def search(f, goal):
    return double(goal)


class Box:
    def __init__(self, content):
        self.content = content
        double(content)

    def put(self, more):
        return double(more)
