import numpy as np


class LayerNorm:
    """An own class with names like a library's: float64 inside, dx by the Jacobian of each group."""

    def __init__(self, normalized_shape, weight, eps):
        self.normalized_shape, self.weight, self.eps = normalized_shape, weight.reshape(-1).astype(float), eps

    def layer_norm(self, x):
        rows = x.reshape(self.leading(x) + (self.weight.size,)).astype(np.float64)
        rows = rows - rows.mean(-1, keepdims=True)
        return rows / np.sqrt(np.var(rows, axis=-1, keepdims=True) + self.eps), np.sqrt(rows.var(-1) + self.eps)

    def leading(self, x):
        return x.shape[: x.ndim - len(self.normalized_shape)]

    def backward(self, dy, x):
        normal, std = self.layer_norm(x)
        m = self.weight.size
        d = dy.reshape(normal.shape).astype(float)
        jacobian = (np.eye(m) - (1 + normal[..., :, None] * normal[..., None, :]) / m) / std[..., None, None]
        dx = ((d * self.weight)[..., None, :] @ jacobian)[..., 0, :]
        first = tuple(range(d.ndim - 1))
        return dx.reshape(x.shape), *((v.sum(first)).reshape(self.normalized_shape) for v in (d * normal, d))


def layernorm_forward(x, gamma, beta, eps=1e-5):
    normal, _ = LayerNorm(gamma.shape, gamma, eps).layer_norm(x)
    return (normal.reshape(x.shape) * gamma + beta).astype(x.dtype)


def layernorm_backward(dy, x, gamma, eps=1e-5):
    return tuple(gradient.astype(gamma.dtype) for gradient in LayerNorm(gamma.shape, gamma, eps).backward(dy, x))
