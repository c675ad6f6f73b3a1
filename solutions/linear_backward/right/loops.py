import numpy as np


def linear_forward(x, w, b=None):
    """One number at a time, with Python floats."""
    y = np.empty(x.shape[:-1] + (len(w),), dtype=x.dtype)
    for *index, o in np.ndindex(y.shape):
        total = 0.0 if b is None else float(b[o])
        for x_i, w_i in zip(x[tuple(index)].tolist(), w[o].tolist()):
            total += x_i * w_i
        y[(*index, o)] = total
    return y


def linear_backward(dy, x, w):
    outputs, inputs = w.shape
    dx, dw, db = np.zeros_like(x), np.zeros(w.shape), np.zeros(outputs)
    for index in np.ndindex(*x.shape[:-1]):
        row, grad = x[index], dy[index]
        for o in range(outputs):
            db[o] += grad[o]
            for i in range(inputs):
                dw[o, i] += float(grad[o]) * float(row[i])
                dx[index + (i,)] += grad[o] * w[o, i]
    return [dx, dw.astype(w.dtype), db.astype(w.dtype)]
