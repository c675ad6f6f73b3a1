import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    speed = np.power(float(base), -np.arange(0, d_model, 2) / d_model)
    points = np.exp(1j * np.outer(np.arange(offset, offset + length), speed))
    pairs = np.stack([points.imag, points.real], axis=-1)
    return pairs.reshape(length, -1)[:, :d_model].copy() if length else np.zeros((0, d_model))
