import numpy as np


def gradient_norms(x, dy, weights, activation):
    return np.flip(list(_backward(x, dy, list(weights), activation))).copy()


def _backward(x, dy, weights, kind):
    z, a = [], [x]
    for w in weights:
        z.append(np.matmul(a[-1], np.transpose(w)))
        a.append({"linear": _same, "relu": _rectified, "tanh": np.tanh, "sigmoid": _logistic}[kind](z[-1]))
    while weights:
        a.pop()
        top = z.pop()
        if kind == "relu":
            dy = np.where(top > 0, dy, 0)
        elif kind == "tanh":
            dy = dy * (1 - np.tanh(top)) * (1 + np.tanh(top))
        elif kind == "sigmoid":
            dy = dy * _logistic(top) * _logistic(-top)
        g = sum(np.outer(d, row) for d, row in zip(dy, a[-1]))
        _, e = np.frexp(np.max(np.abs(g)))
        yield np.ldexp(np.linalg.norm(np.ldexp(g, -e)), e)
        dy = np.matmul(dy, weights.pop())


def _same(z):
    return z


def _rectified(z):
    return (z + np.abs(z)) / 2


def _logistic(z):
    return 1 / (1 + np.exp(-z))


def gradient_flow(norms):
    if norms[-1] == 0:
        return None, None, "dead"
    with np.errstate(all="ignore"):
        ratio = float(np.divide(norms[0], norms[-1]))
        logs = np.log2(norms[[0, -1]])
    rate = float(np.exp2((logs[0] - logs[1]) / (len(norms) - 1))) if len(norms) > 1 else 1.0
    verdict = "healthy"
    if ratio > 1e4:
        verdict = "exploding"
    if ratio < 1e-4:
        verdict = "vanishing"
    return ratio, rate, verdict
