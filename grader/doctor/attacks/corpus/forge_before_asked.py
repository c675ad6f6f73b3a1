"""
verdict = ["PE", "WA"]
points_at_most = 0
wall_s = 15
label = { en = "writes answers before it is asked", zh = "在被提问之前就写出答案" }
exploits = "Sends two answers more than it is asked for in every call, to be taken for the next questions'."
stops = "The first bytes after a question are its answer, and compared; what follows is bytes that nobody asked for."
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
