"""
verdict = ["PE", "AC"]
points_at_most = 6
wall_s = 15
exploits = "Sends each answer twice, so that the copy answers the next question."
stops = "Bytes that come before the question was sent are nobody's answer."
"""

import os
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]

plain_send = child.Pipe.send


def send(self, header, buffers):
    plain_send(self, header, buffers)
    plain_send(self, header, buffers)


def double(x):
    child.Pipe.send = send
    return 2 * x
