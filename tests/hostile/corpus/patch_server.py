"""
verdict = ["WA", "PE", "RTE", "CE"]
points_at_most = 4
wall_s = 15
exploits = "Replaces the worker's own methods, to answer each call with what it likes."
stops = "The worker holds no expected value, so what it likes is a guess."
"""

from grader.worker import child

child.Server.op_call = lambda self, target, args, kwargs, want: args[0] if args else None
