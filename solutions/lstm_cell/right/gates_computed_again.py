import numpy as np


class LSTM:
    """Keeps only the states; backward computes all gates again at once, and the weights' gradients at the end."""

    def __init__(self, w_x, w_h, b, dtype=np.float64):
        self.w_x, self.w_h, self.b = (np.asarray(v, dtype) for v in (w_x, w_h, b))

    def _gates(self, z):
        z_i, z_f, z_g, z_o = np.moveaxis(z.reshape(*z.shape[:-1], 4, -1), -2, 0)
        return _sigmoid(z_i), _sigmoid(z_f), np.tanh(z_g), _sigmoid(z_o)

    def forward(self, x, h0, c0):
        from_x = np.einsum("tnd,dk->tnk", x, self.w_x) + self.b
        hs, cs = [h0], [c0]
        for z in from_x:
            i, f, g, o = self._gates(z + hs[-1] @ self.w_h)
            cs.append(f * cs[-1] + i * g)
            hs.append(o * np.tanh(cs[-1]))
        self.x, self.hs, self.cs = x.copy(), np.array(hs), np.array(cs)
        return self.hs[1:], self.hs[-1], self.cs[-1]

    def backward(self, dhs, dh, dc):
        i, f, g, o = self._gates(self.x @ self.w_x + self.hs[:-1] @ self.w_h + self.b)
        tanh_c = np.tanh(self.cs[1:])
        # What each gate's pre-activation gets for a unit of gradient at c, and at h.
        by_c = np.stack([g * i * (1 - i), self.cs[:-1] * f * (1 - f), i * (1 - g * g), np.zeros_like(o)], axis=2)
        by_h = np.zeros_like(by_c)
        by_h[:, :, 3] = tanh_c * o * (1 - o)
        leak = o * (1 - tanh_c**2)
        dz = np.zeros((*dhs.shape[:2], by_c.shape[2] * by_c.shape[3]))
        for t in range(len(dhs))[::-1]:
            dh = dh + dhs[t]
            dc = dc + dh * leak[t]
            dz[t] = (by_c[t] * dc[:, None] + by_h[t] * dh[:, None]).reshape(len(dh), -1)
            dh, dc = np.einsum("nk,hk->nh", dz[t], self.w_h), f[t] * dc
        dw_x = np.einsum("tnd,tnk->dk", self.x, dz)
        dw_h = np.einsum("tnh,tnk->hk", self.hs[:-1], dz)
        return dz @ self.w_x.T, dh, dc, dw_x, dw_h, dz.sum(axis=(0, 1))


def _sigmoid(v):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-v))
