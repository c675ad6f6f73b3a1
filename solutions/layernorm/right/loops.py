import math

import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    """One group at a time, with Python floats."""
    y = np.empty_like(x)
    scale, offset = gamma.ravel().tolist(), beta.ravel().tolist()
    for index in np.ndindex(x.shape[: x.ndim - gamma.ndim]):
        hats, _ = statistics(x[index], eps)
        values = [s * h + o for s, h, o in zip(scale, hats, offset)]
        y[index] = np.reshape(values, gamma.shape)
    return y


def layernorm_backward(dy, x, gamma, eps=1e-5):
    dx = np.empty_like(x)
    scale = gamma.ravel().tolist()
    dgamma, dbeta = [0.0] * len(scale), [0.0] * len(scale)
    for index in np.ndindex(x.shape[: x.ndim - gamma.ndim]):
        hats, std = statistics(x[index], eps)
        grads = dy[index].ravel().tolist()
        for k, (grad, hat) in enumerate(zip(grads, hats)):
            dgamma[k] += grad * hat
            dbeta[k] += grad
        scaled = [grad * s for grad, s in zip(grads, scale)]
        mean = math.fsum(scaled) / len(scaled)
        slope = math.fsum(g * h for g, h in zip(scaled, hats)) / len(scaled)
        dx[index] = np.reshape([(g - mean - h * slope) / std for g, h in zip(scaled, hats)], gamma.shape)
    return [dx, *(np.reshape(d, gamma.shape).astype(gamma.dtype) for d in (dgamma, dbeta))]


def statistics(group, eps):
    """(x̂, the root) of one group."""
    values = group.ravel().tolist()
    mean = math.fsum(values) / len(values)
    std = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / len(values) + eps)
    return [(v - mean) / std for v in values], std
