import numpy as np


def times(w, v):
    return [sum(a * b for a, b in zip(row, v)) for row in w.tolist()]


def back(w, v):
    return [sum(w[i][j] * v[i] for i in range(len(v))) for j in range(len(w[0]))]


def layer_one(row, w1, b1):
    return [s + b for s, b in zip(times(w1, row), b1.tolist())]


def residual_forward(x, w1, b1, w2, b2, w_s=None):
    out = []
    for row in x.tolist():
        h = [v if v > 0 else 0.0 for v in layer_one(row, w1, b1)]
        shortcut = row if w_s is None else times(w_s, row)
        out.append([f + b + s for f, b, s in zip(times(w2, h), b2.tolist(), shortcut)])
    return np.array(out)


def residual_backward(dy, x, w1, b1, w2, b2, w_s=None):
    dx, dw1, db1, dw2, db2 = (np.zeros(a.shape) for a in (x, w1, b1, w2, b2))
    dw_s = None if w_s is None else np.zeros(w_s.shape)
    for n, (d, row) in enumerate(zip(dy.tolist(), x.tolist())):
        z = layer_one(row, w1, b1)
        dz = [g if v > 0 else 0.0 for g, v in zip(back(w2.tolist(), d), z)]
        through = back(w1.tolist(), dz)
        around = d if w_s is None else back(w_s.tolist(), d)
        for i in range(len(row)):
            dx[n, i] = around[i] + through[i]
        for j, g in enumerate(dz):
            db1[j] += g
            for i, v in enumerate(row):
                dw1[j, i] += g * v
        for k, g in enumerate(d):
            db2[k] += g
            for j, v in enumerate(z):
                dw2[k, j] += g * max(v, 0.0)
            if dw_s is not None:
                for i, v in enumerate(row):
                    dw_s[k, i] += g * v
    return dx, dw1, db1, dw2, db2, dw_s


def stack_backward(dy, x, blocks):
    inputs = [x]
    for block in blocks:
        inputs.append(residual_forward(inputs[-1], *block))
    rest = np.zeros(dy.shape)
    for t in range(len(blocks) - 1, -1, -1):
        w1, b1, w2, _ = blocks[t]
        for n in range(len(dy)):
            whole = [a + b for a, b in zip(dy[n].tolist(), rest[n].tolist())]
            z = layer_one(inputs[t][n].tolist(), w1, b1)
            dz = [g if v > 0 else 0.0 for g, v in zip(back(w2.tolist(), whole), z)]
            rest[n] += back(w1.tolist(), dz)
    return dy + rest, rest
