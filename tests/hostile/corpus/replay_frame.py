"""
verdict = ["PE", "AC"]
points_at_most = 6
wall_s = 15
exploits = "Sends each answer twice, so that the copy answers the next question."
stops = "Bytes that come before the question was sent are nobody's answer."
"""

import os
from grader.worker import child

plain_send = child.Pipe.send


def send(self, header, buffers):
    plain_send(self, header, buffers)
    plain_send(self, header, buffers)


def double(x):
    child.Pipe.send = send
    return 2 * x
