import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    pairs = -(-d_model // 2)
    wide = np.zeros((length, 2 * pairs))
    for i in range(pairs):
        angle = np.array([(offset + t) / base ** (2 * i / d_model) for t in range(length)])
        wide[:, 2 * i], wide[:, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return np.ascontiguousarray(wide[:, :d_model])
