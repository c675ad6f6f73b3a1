import math
import random

import numpy as np


def fans(shape):
    if len(shape) < 2:
        raise ValueError("no fans")
    cells = 1
    for size in shape[2:]:
        cells *= size
    return shape[1] * cells, shape[0] * cells


def gain_of(activation, slope=0.01):
    if activation in ("linear", "sigmoid"):
        return 1.0
    if activation == "tanh":
        return 5.0 / 3.0
    if activation == "relu":
        slope = 0.0
    return math.sqrt(2.0) / math.hypot(1.0, slope)


def filled(shape, draw):
    return np.array([draw() for _ in range(math.prod(shape))]).reshape(shape)


def xavier(shape, seed, distribution="uniform", gain=1.0):
    a, b = fans(shape)
    std, chance = gain / math.sqrt((a + b) / 2), random.Random(seed)
    if distribution == "normal":
        return filled(shape, lambda: chance.gauss(0.0, std))
    return filled(shape, lambda: chance.uniform(-math.sqrt(3) * std, math.sqrt(3) * std))


def kaiming(shape, seed, distribution="normal", mode="fan_in", gain=2**0.5):
    fan_in, fan_out = fans(shape)
    std, chance = gain / math.sqrt(fan_out if mode == "fan_out" else fan_in), random.Random(seed)
    if distribution == "normal":
        return filled(shape, lambda: chance.gauss(0.0, std))
    return filled(shape, lambda: (chance.random() - 0.5) * std * math.sqrt(12))
