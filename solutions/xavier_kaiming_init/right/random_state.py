import numpy as np


def fans(shape):
    if len(shape) <= 1:
        raise ValueError(shape)
    cells = int(np.prod(shape[2:], dtype=np.int64))
    return int(shape[1]) * cells, int(shape[0]) * cells


def gain_of(activation, slope=0.01):
    table = dict(linear=1, sigmoid=1, tanh=5 / 3, relu=2**0.5, leaky_relu=(2 / (1 + slope * slope)) ** 0.5)
    return float(table[activation])


def xavier(shape, seed, distribution="uniform", gain=1.0):
    fan_in, fan_out = fans(shape)
    state = np.random.RandomState(seed)
    if distribution == "uniform":
        bound = gain * np.sqrt(6.0 / (fan_in + fan_out))
        return (2 * state.random_sample(shape) - 1) * bound
    return state.standard_normal(shape) * gain * np.sqrt(2.0 / (fan_in + fan_out))


def kaiming(shape, seed, distribution="normal", mode="fan_in", gain=2**0.5):
    fan = dict(zip(("fan_in", "fan_out"), fans(shape)))[mode]
    state = np.random.RandomState(seed)
    if distribution == "uniform":
        return (2 * state.random_sample(shape) - 1) * (gain * np.sqrt(3.0 / fan))
    return state.standard_normal(shape) * (gain / np.sqrt(fan))
