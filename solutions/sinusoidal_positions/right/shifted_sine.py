import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    column = np.arange(d_model)
    angle = np.arange(offset, offset + length)[:, np.newaxis] * base ** (-(column // 2 * 2) / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
