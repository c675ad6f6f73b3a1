import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    normal, _ = normalise(as_rows(x, gamma), eps)
    return (normal * gamma.ravel() + beta.ravel()).reshape(x.shape)


def layernorm_backward(dy, x, gamma, eps=1e-5):
    normal, scale = normalise(as_rows(x, gamma), eps)
    d = as_rows(dy, gamma)
    dgamma, dbeta = np.einsum("rk,rk->k", d, normal), np.einsum("rk->k", d)
    m = gamma.size
    g = d * gamma.ravel()
    inner = np.einsum("rk,rk->r", g, normal)
    dx = scale[:, None] / m * (m * g - g.sum(axis=1)[:, None] - normal * inner[:, None])
    return dx.reshape(x.shape), dgamma.reshape(gamma.shape), np.array(dbeta).reshape(gamma.shape)


def as_rows(a, gamma):
    rows = int(np.prod(a.shape[: a.ndim - gamma.ndim]))
    return a.reshape(rows, gamma.size)


def normalise(rows, eps):
    """(x̂, one over the root), the mean taken off twice."""
    rows = rows - rows.mean(axis=1)[:, None]
    rows = rows - rows.mean(axis=1)[:, None]
    scale = (np.einsum("rk,rk->r", rows, rows) / rows.shape[1] + eps) ** -0.5
    return rows * scale[:, None], scale
