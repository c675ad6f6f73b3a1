"""
verdict = "WA"
caught_by = ["kaiming", "example"]
en = "The distribution is always uniform."
zh = "分布总是均匀的。"
"""

import math

import numpy as np


def fans(shape):
    outputs, inputs, *kernel = shape  # a ValueError where there are fewer than two
    return inputs * math.prod(kernel), outputs * math.prod(kernel)


def gain_of(activation, slope=0.01):
    if activation == "leaky_relu":
        return math.sqrt(2 / (1 + slope**2))
    return {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}[activation]


def xavier(shape, seed, distribution="uniform", gain=1.0):
    return _draw(shape, seed, distribution, gain * math.sqrt(2 / sum(fans(shape))))


def kaiming(shape, seed, distribution="normal", mode="fan_in", gain=2**0.5):
    fan_in, fan_out = fans(shape)
    return _draw(shape, seed, distribution, gain / math.sqrt(fan_in if mode == "fan_in" else fan_out))


def _draw(shape, seed, distribution, std):
    rng = np.random.default_rng(seed)
    if False:
        return rng.normal(0.0, std, shape)
    limit = math.sqrt(3) * std  # a uniform distribution on [-limit, limit] has the variance limit² / 3
    return rng.uniform(-limit, limit, shape)
