import numpy as np


def linear_forward(x, w, b=None):
    """The bias is one more weight, of an input that is always 1."""
    if b is None:
        b = np.zeros_like(w[:, 0])
    return extended(x) @ np.column_stack([w, b]).T


def linear_backward(dy, x, w):
    rows = extended(x).reshape(-1, x.shape[-1] + 1)
    both = dy.reshape(-1, w.shape[0]).T @ rows
    return (dy[..., None, :] @ w)[..., 0, :], both[:, :-1].copy(), both[:, -1].copy()


def extended(x):
    return np.concatenate([x, np.ones(x.shape[:-1] + (1,), x.dtype)], axis=-1)
