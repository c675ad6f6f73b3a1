import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    deviation, std = centre(x, gamma.ndim), spread(x, gamma.ndim, eps)
    np.divide(deviation, std, out=deviation)
    deviation *= gamma
    deviation += beta
    return deviation


def layernorm_backward(dy, x, gamma, eps=1e-5):
    """dx is the centred gradient less its part along the deviations; eps shortens that part."""
    k = gamma.ndim
    deviation, std = centre(x, k), spread(x, k, eps)
    front = tuple(np.arange(x.ndim - k))
    dgamma = np.sum(dy * (deviation / std), axis=front, dtype=x.dtype)
    dbeta = np.sum(dy, axis=front, dtype=x.dtype)
    g = centre(dy * gamma, k)
    unit = deviation / std
    along = over_group(np.sum, g * unit, k) / gamma.size
    return (g - along * unit) / std, np.asarray(dgamma), np.asarray(dbeta)


def over_group(function, a, k):
    return function(a, axis=tuple(range(-k, 0)), keepdims=True)


def centre(a, k):
    return a - over_group(np.mean, a, k)


def spread(x, k, eps):
    return np.sqrt(over_group(np.std, x, k) ** 2 + eps)
