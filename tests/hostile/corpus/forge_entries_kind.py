"""
verdict = ["CE", "PE"]
points_at_most = 0
wall_s = 15
exploits = "Names its kind by a number of ten thousand digits, which Python refuses to print."
stops = "Each part of the description must be of its exact type before it is looked at."
"""

from grader.worker import child

child._signatures = lambda module, name, methods: {"kind": 16**4000, "parameters": [], "methods": {}}
