"""
verdict = "WA"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, in prints"
exploits = "Prints the hidden input, on both streams and by the descriptor."
stops = "No print of a hidden case is shown."
"""

import os
import sys


def double(x):
    print(x, [int(n) for n in x])
    print([int(n) for n in x], file=sys.stderr)
    os.write(1, repr([int(n) for n in x]).encode())
    return x
