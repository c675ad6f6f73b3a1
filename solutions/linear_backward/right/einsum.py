import numpy as np


def linear_forward(x, w, b=None):
    y = np.einsum("...i,oi->...o", x, w)
    if b is not None:
        y += b
    return y


def linear_backward(dy, x, w):
    dx = np.einsum("...o,oi->...i", dy, w)
    axes = "abcdefgh"[: x.ndim - 1]  # a name for each leading axis
    dw = np.einsum(f"{axes}o,{axes}i->oi", dy, x)
    db = np.einsum(f"{axes}o->o", dy)
    return dx, dw, db.copy()
