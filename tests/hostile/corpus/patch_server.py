"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Replaces the worker's own methods, to answer each call with what it likes."
stops = "What the worker does for a request stands in a table that was made before the submission was loaded."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]

child.Server.op_call = lambda self, target, args, kwargs, want: args[0] if args else None
