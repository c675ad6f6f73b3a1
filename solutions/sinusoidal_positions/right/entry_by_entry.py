import math

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    rows = []
    for t in range(length):
        row = []
        for i in range((d_model + 1) // 2):
            angle = (offset + t) * math.exp(-2 * i / d_model * math.log(base))
            row += [math.sin(angle), math.cos(angle)]
        rows.append(row[:d_model])
    return np.array(rows, dtype=np.float64).reshape(length, d_model)
