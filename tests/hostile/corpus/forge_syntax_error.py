"""
verdict = ["CE", "PE"]
points_at_most = 0
wall_s = 15
exploits = "Forges a syntax error in a column of five thousand digits, which the judge cannot write into its report."
stops = "Numbers in an exception's record must be of a size that a file can have."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]

child._describe = lambda error: {
    "type": "SyntaxError",
    "builtin": "SyntaxError",
    "message": "x",
    "frames": [],
    "line": 1,
    "column": 16**4000,
}
raise SyntaxError
