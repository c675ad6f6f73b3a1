import numpy as np


def _sig(v):
    return np.exp(-np.logaddexp(0.0, -v))


class LSTM:
    def __init__(self, w_x, w_h, b):
        self.parameters = tuple(np.array(p) for p in (w_x, w_h, b))

    def _step(self, x, h, c):
        w_x, w_h, b = self.parameters
        z = (np.einsum("nd,dk->nk", x, w_x) + np.einsum("nh,hk->nk", h, w_h) + b).reshape(len(x), 4, -1)
        i, f, o = _sig(z[:, 0]), _sig(z[:, 1]), _sig(z[:, 3])
        g = np.tanh(z[:, 2])
        new_c = f * c + i * g
        shown = np.tanh(new_c)
        new_h = o * shown

        def pull(dh, dc):
            dc = dc + dh * o * (1 - shown) * (1 + shown)
            dz = np.stack([dc * g * i * _sig(-z[:, 0]), dc * c * f * _sig(-z[:, 1]), dc * i * (1 - g) * (1 + g), dh * shown * o * _sig(-z[:, 3])], axis=1)
            dz = dz.reshape(len(x), -1)
            return dz @ w_x.T, dz @ w_h.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(0)

        return new_h, new_c, pull

    def forward(self, x, h0, c0):
        x, h, c = x.copy(), h0.copy(), c0.copy()
        hs, pulls = [], []
        for x_t in x:
            h, c, pull = self._step(x_t, h, c)
            hs.append(h)
            pulls.append(pull)
        self.pulls = pulls
        return np.array(hs), h.copy(), c

    def backward(self, dhs, dh, dc):
        totals, dx = [0.0, 0.0, 0.0], []
        for pull, d in zip(self.pulls[::-1], dhs[::-1]):
            d_x, dh, dc, *weights = pull(dh + d, dc)
            dx.insert(0, d_x)
            totals = [a + w for a, w in zip(totals, weights)]
        return (np.array(dx), dh, dc, *totals)
