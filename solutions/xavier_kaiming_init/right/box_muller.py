import numpy as np


def fans(shape):
    try:
        outputs, inputs, *kernel = shape
    except ValueError:
        raise ValueError("a shape of two axes or more") from None
    size = 1
    for k in kernel:
        size = size * k
    return inputs * size, outputs * size


def gain_of(activation, slope=0.01):
    match activation:
        case "tanh":
            return 5 / 3
        case "relu":
            return np.sqrt(2.0)
        case "leaky_relu":
            return np.sqrt(2.0 / (1.0 + np.square(slope)))
    return 1.0


def standard(shape, seed, distribution):
    """Weights of mean 0 and deviation 1."""
    u = np.random.Generator(np.random.PCG64(seed)).random((2, *shape))
    if distribution == "uniform":
        return np.sqrt(12.0) * (u[0] - 0.5)
    return np.sqrt(-2.0 * np.log1p(-u[0])) * np.cos(2.0 * np.pi * u[1])


def xavier(shape, seed, distribution="uniform", gain=1.0):
    return standard(shape, seed, distribution) * (gain * (2.0 / sum(fans(shape))) ** 0.5) if fans(shape) else None


def kaiming(shape, seed, distribution="normal", mode="fan_in", gain=2**0.5):
    fan = fans(shape)[("fan_in", "fan_out").index(mode)]
    return standard(shape, seed, distribution) * (gain * fan**-0.5)
