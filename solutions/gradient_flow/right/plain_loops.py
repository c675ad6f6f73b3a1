import math

import numpy as np


def phi(z, kind):
    if kind == "linear":
        return z, 1.0
    if kind == "relu":
        return (z, 1.0) if z > 0 else (0.0, 0.0)
    if kind == "tanh":
        a = math.tanh(z)
        return a, 1.0 - a * a
    a = 1.0 / (1.0 + math.exp(-z))
    return a, a * (1.0 - a)


def gradient_norms(x, dy, weights, activation):
    weights = [w.tolist() for w in weights]
    sums = [[[0.0] * len(w[0]) for _ in w] for w in weights]
    for row, delta in zip(x.tolist(), dy.tolist()):
        inputs, slopes = [], []
        for w in weights:
            inputs.append(row)
            both = [phi(sum(a * b for a, b in zip(line, row)), activation) for line in w]
            row = [a for a, _ in both]
            slopes.append([s for _, s in both])
        for layer in range(len(weights) - 1, -1, -1):
            w = weights[layer]
            delta = [d * s for d, s in zip(delta, slopes[layer])]
            for i, d in enumerate(delta):
                for j, a in enumerate(inputs[layer]):
                    sums[layer][i][j] += d * a
            delta = [sum(w[i][j] * d for i, d in enumerate(delta)) for j in range(len(w[0]))]
    return np.array([math.hypot(*[v for line in g for v in line]) for g in sums])


def gradient_flow(norms):
    first, last = norms[0].item(), norms[-1].item()
    if last == 0.0:
        return (None, None, "dead")
    try:
        ratio = first / last
    except OverflowError:
        ratio = math.inf
    if first == 0.0:
        return 0.0, 0.0, "vanishing"
    rate = 1.0 if len(norms) == 1 else 10.0 ** ((math.log10(first) - math.log10(last)) / (len(norms) - 1))
    if ratio < 1e-4:
        return ratio, rate, "vanishing"
    if ratio > 1e4:
        return ratio, rate, "exploding"
    return ratio, rate, "healthy"
