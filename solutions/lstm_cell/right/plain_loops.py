import math

import numpy as np


def sigmoid(v):
    return 1 / (1 + math.exp(-v)) if v > 0 else math.exp(v) / (1 + math.exp(v))


class LSTM:
    """One sequence, one step and one unit at a time, in Python's own numbers."""

    def __init__(self, w_x, w_h, b):
        self.w_x, self.w_h, self.b = w_x.tolist(), w_h.tolist(), b.tolist()

    def forward(self, x, h0, c0):
        self.kept = [self._run(x[:, n].tolist(), h0[n].tolist(), c0[n].tolist()) for n in range(x.shape[1])]
        hs = np.array([[unit["h"] for unit in step] for sequence in self.kept for step in sequence])
        hs = hs.reshape(x.shape[1], x.shape[0], -1).transpose(1, 0, 2)
        c = np.array([[unit["c"] for unit in sequence[-1]] for sequence in self.kept])
        self.x, self.h0 = x.tolist(), h0.tolist()
        return hs, hs[-1], c

    def _run(self, x, h, c):
        units, steps = len(h), []
        for x_t in x:
            step = []
            for j in range(units):
                z = []
                for column in range(j, 4 * units, units):
                    total = self.b[column]
                    total += sum(value * row[column] for value, row in zip(x_t, self.w_x, strict=True))
                    total += sum(value * row[column] for value, row in zip(h, self.w_h, strict=True))
                    z.append(total)
                i, f, g, o = sigmoid(z[0]), sigmoid(z[1]), math.tanh(z[2]), sigmoid(z[3])
                new = f * c[j] + i * g
                step.append(dict(i=i, f=f, g=g, o=o, before=c[j], c=new, h=o * math.tanh(new)))
            h, c = [unit["h"] for unit in step], [unit["c"] for unit in step]
            steps.append(step)
        return steps

    def backward(self, dhs, dh, dc):
        units = len(self.w_h)
        dx = np.zeros((len(self.x), len(self.kept), len(self.w_x)))
        dh0, dc0 = np.zeros(dh.shape), np.zeros(dc.shape)
        dw_x, dw_h, db = np.zeros((len(self.w_x), 4 * units)), np.zeros((units, 4 * units)), np.zeros(4 * units)
        for n, steps in enumerate(self.kept):
            down_h, down_c = dh[n].tolist(), dc[n].tolist()
            for t in reversed(range(len(steps))):
                h_before = [unit["h"] for unit in steps[t - 1]] if t else self.h0[n]
                next_h = [0.0] * units
                for j, unit in enumerate(steps[t]):
                    out = down_h[j] + float(dhs[t, n, j])
                    tanh_c = math.tanh(unit["c"])
                    memory = down_c[j] + out * unit["o"] * (1 - tanh_c**2)
                    dz = (
                        memory * unit["g"] * unit["i"] * (1 - unit["i"]),
                        memory * unit["before"] * unit["f"] * (1 - unit["f"]),
                        memory * unit["i"] * (1 - unit["g"] ** 2),
                        out * tanh_c * unit["o"] * (1 - unit["o"]),
                    )
                    down_c[j] = memory * unit["f"]
                    for gate, value in enumerate(dz):
                        column = gate * units + j
                        db[column] += value
                        for k, entry in enumerate(self.x[t][n]):
                            dw_x[k, column] += entry * value
                            dx[t, n, k] += self.w_x[k][column] * value
                        for k, entry in enumerate(h_before):
                            dw_h[k, column] += entry * value
                            next_h[k] += self.w_h[k][column] * value
                down_h = next_h
            dh0[n], dc0[n] = down_h, down_c
        return dx, dh0, dc0, dw_x, dw_h, db
