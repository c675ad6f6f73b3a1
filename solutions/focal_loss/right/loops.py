import math

import numpy as np


def _sample(row, t):
    """p, 1 - p, -log p and all probabilities, in Python numbers."""
    top = max(row)
    e = [math.exp(v - top) for v in row]
    rest = sum(v for c, v in enumerate(e) if c != t)
    total = e[t] + rest
    q = rest / total
    cost = -math.log1p(-q) if q < 0.5 else math.log(total) - (row[t] - top)
    return e[t] / total, q, cost, [v / total for v in e]


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    loss = 0.0
    for row, t in zip(logits.tolist(), targets.tolist()):
        _, q, cost, _ = _sample(row, t)
        loss += (1.0 if alpha is None else alpha[t]) * q**gamma * cost
    return loss / len(targets) if len(targets) else 0.0


def focal_loss_backward(logits, targets, gamma=2.0, alpha=None):
    out = np.zeros(logits.shape, logits.dtype)
    for i, (row, t) in enumerate(zip(logits.tolist(), targets.tolist())):
        p, q, cost, probabilities = _sample(row, t)
        if q == 0:
            continue
        # d loss / d log p; then d log p / d z_c = [c = t] - p_c
        slope = -(q**gamma) * (1 + gamma * p * cost / q)
        slope *= (1.0 if alpha is None else float(alpha[t])) / len(targets)
        for c, value in enumerate(probabilities):
            out[i, c] = slope * (q if c == t else -value)
    return out
