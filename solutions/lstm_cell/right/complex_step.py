import numpy as np


def outputs(x, h, c, w_x, w_h, b):
    hs = []
    for x_t in x:
        z = x_t @ w_x + h @ w_h + b
        i, f, g, o = z.reshape(len(z), 4, -1).swapaxes(0, 1)
        i, f, o = ((1 + np.tanh(gate / 2)) / 2 for gate in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs), h, c


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
            gradient = np.zeros(value.shape)
            for index in np.ndindex(value.shape):
                moved = value.astype(complex)
                moved[index] += 1e-40j
                found = outputs(*self.values[:place], moved, *self.values[place + 1 :])
                total = sum(np.sum(a.imag * b) for a, b in zip(found, (dhs, dh, dc), strict=True))
                gradient[index] = total / 1e-40
            gradients.append(gradient)
        return tuple(gradients)
