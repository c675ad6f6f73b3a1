import numpy as np


def forward_nodes(x, gamma, eps):
    axes = tuple(-1 - k for k in range(gamma.ndim))
    mu = np.mean(x, axis=axes, keepdims=True)
    centred = x - mu
    var = np.mean(np.square(centred), axis=axes, keepdims=True)
    root = np.sqrt(var + eps)
    return axes, centred, root, 1 / root


def layernorm_forward(x, gamma, beta, eps=1e-5):
    _, centred, _, inverse = forward_nodes(x, gamma, eps)
    return centred * inverse * gamma + beta


def layernorm_backward(dy, x, gamma, eps=1e-5):
    """One node of the graph at a time."""
    axes, centred, root, inverse = forward_nodes(x, gamma, eps)
    normed = centred * inverse
    dbeta, dgamma = np.array(dy, copy=True), dy * normed
    while dbeta.ndim > gamma.ndim:
        dbeta, dgamma = np.add.reduce(dbeta, axis=0), np.add.reduce(dgamma, axis=0)
    dnormed = dy * gamma
    dcentred = dnormed * inverse
    dinverse = np.sum(dnormed * centred, axis=axes, keepdims=True)
    droot = -dinverse / root / root
    dvar = droot / (2 * root)
    dcentred = dcentred + dvar * 2 * centred / gamma.size
    dmu = -np.sum(dcentred, axis=axes, keepdims=True)
    return dcentred + dmu / gamma.size, dgamma, dbeta
