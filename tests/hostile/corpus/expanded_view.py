"""
verdict = ["OLE"]
points_at_most = 4
wall_s = 15
exploits = "Answers with a view of a trillion elements over eight bytes."
stops = "The size is checked before the view is made whole."
"""

import numpy as np


def double(x):
    return np.broadcast_to(x[:1], (10**12,))
