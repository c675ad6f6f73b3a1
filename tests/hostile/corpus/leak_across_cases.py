"""
verdict = "AC"
points_at_most = 7
wall_s = 15
hidden_leak = "the input, to a public case that prints it"
exploits = "Keeps what a hidden case asked, in files and in memory, for a public case to print."
stops = "Hidden and public cases share no process, and the scratch space is emptied between them."
"""

import os
import sys


def double(x):
    with open("kept", "a") as file:
        file.write(f"{[int(n) for n in x]}")
    os.environ["KEPT"] = str(x)
    sys.kept = x
    return 2 * x


class Box:
    def __init__(self, content):
        self.content = content

    def put(self, more):
        print(os.listdir("."), os.environ.get("KEPT"), getattr(sys, "kept", None))
        self.content += more
        return self.content
