import math

import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    steps, sequences, features = x.shape
    units = len(b)
    hs = np.zeros((steps, sequences, units))
    for n in range(sequences):
        h = h0[n].tolist()
        for t in range(steps):
            z = b.tolist()
            for u in range(units):
                for d in range(features):
                    z[u] += float(x[t, n, d]) * float(w_x[d, u])
                for v in range(units):
                    z[u] += h[v] * float(w_h[v, u])
            h = [math.tanh(v) for v in z]
            hs[t, n] = h
    return hs


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    hs = rnn_forward(x, h0, w_x, w_h, b)
    steps, sequences, features = x.shape
    units = len(b)
    dx, dh0, dw_x, dw_h, db = (np.zeros(a.shape) for a in (x, h0, w_x, w_h, b))
    for n in range(sequences):
        coming = [0.0] * units
        for t in range(steps - 1, -1, -1):
            if window and (t + 1) % window == 0:
                coming = [0.0] * units
            before = (hs[t - 1, n] if t else h0[n]).tolist()
            after = hs[t, n].tolist()
            dz = [(coming[u] + float(dhs[t, n, u])) * (1.0 - after[u] * after[u]) for u in range(units)]
            for u in range(units):
                db[u] += dz[u]
                for d in range(features):
                    dw_x[d, u] += dz[u] * x[t, n, d]
                    dx[t, n, d] += dz[u] * w_x[d, u]
                for v in range(units):
                    dw_h[v, u] += dz[u] * before[v]
            coming = [sum(dz[u] * float(w_h[v, u]) for u in range(units)) for v in range(units)]
        if not window or steps <= window:
            dh0[n] = coming
        else:
            dh0[n] = first_chunk(dhs[:window, n], hs[:window, n], w_h)
    return dx, dh0, dw_x, dw_h, db


def first_chunk(dhs, hs, w_h):
    dh = np.zeros(len(w_h))
    for d, h in zip(dhs[::-1], hs[::-1]):
        dh = w_h @ ((dh + d) * (1 - h * h))
    return dh
