import numpy as np


def outputs(x, h, c, w_x, w_h, b):
    """For arrays with any leading axes in common."""
    hs = []
    for t in range(x.shape[-3]):
        z = x[..., t, :, :] @ w_x + h @ w_h + b[..., None, :]
        i, f, g, o = np.split(z, 4, axis=-1)
        i, f, o = ((1 + np.tanh(gate / 2)) / 2 for gate in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        hs.append(h)
    return np.stack(hs, axis=-3), h, c


class LSTM:
    """No backward formula: for an analytic f the imaginary part of f(v + 1e-40 j) is 1e-40 f'(v), without rounding."""

    def __init__(self, w_x, w_h, b):
        self.weights = [w_x, w_h, b]

    def forward(self, x, h0, c0):
        self.values = [x, h0, c0, *self.weights]
        return outputs(*self.values)

    def backward(self, dhs, dh, dc):
        gradients = []
        for place, value in enumerate(self.values):
            # All elements of one array at once: along a new first axis, each moved in its turn.
            moved = value + 1e-40j * np.eye(value.size).reshape(value.size, *value.shape)
            found = outputs(*self.values[:place], moved, *self.values[place + 1 :])
            total = sum(
                (a.imag * b).reshape(value.size, -1).sum(axis=1) for a, b in zip(found, (dhs, dh, dc), strict=True)
            )
            gradients.append((total / 1e-40).reshape(value.shape))
        return tuple(gradients)
