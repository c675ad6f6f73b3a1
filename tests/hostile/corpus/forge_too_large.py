"""
verdict = ["OLE"]
points_at_most = 4
wall_s = 15
exploits = "Says that its answer was too large by a number of five thousand digits, which the judge cannot write into its report."
stops = "The judge knows the limit itself and does not take the child's word for it."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["server"].output_bytes = 16**4000
    raise wire.TooLarge("so")
