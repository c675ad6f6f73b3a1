"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with booleans, whose bytes are neither zero nor one, and with complex numbers."
stops = "Booleans are compared with booleans only, complex numbers with complex ones only."
"""

import numpy as np


def double(x):
    return (2 * x).astype(complex) if len(x) == 3 else np.full(x.shape, 255, np.uint8).view(bool)
