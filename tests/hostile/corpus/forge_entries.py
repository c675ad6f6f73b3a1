"""
verdict = "WA"
points_at_most = 0
wall_s = 15
whole = true
exploits = "Defines nothing, and describes all entry points as they should be."
stops = "The description is only for a good message; calling what is not there fails the case."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]


def described(name, kind="function", methods={}):
    return {"kind": kind, "parameters": [[name, "POSITIONAL_OR_KEYWORD", False]], "methods": methods}


child._signatures = lambda module, name, methods: {
    "double": described("x"),
    "Box": described("content", "class", {"put": [["more", "POSITIONAL_OR_KEYWORD", False]]}),
    "search": {"kind": "function", "parameters": "unknown", "methods": {}},
}[name]
