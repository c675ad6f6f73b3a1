import math

import torch


def rows(t):
    return t.double().reshape(-1, t.shape[-1]).tolist()


def root_mean_square(row, eps):
    return math.sqrt(math.fsum(v * v for v in row) / len(row) + eps)


def rmsnorm(x, weight, eps=1e-6):
    w = weight.double().tolist()
    out = []
    for row in rows(x):
        rms = root_mean_square(row, eps)
        out.append([v / rms * s for v, s in zip(row, w)])
    return torch.tensor(out, dtype=torch.float64).reshape(x.shape).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    w = weight.double().tolist()
    dx, dw = [], [0.0] * len(w)
    for d, row in zip(rows(dy), rows(x)):
        rms = root_mean_square(row, eps)
        dot = math.fsum(a * b * c for a, b, c in zip(d, row, w))
        dx.append([a * c / rms - v * dot / (len(w) * rms**3) for a, v, c in zip(d, row, w)])
        dw = [total + a * v / rms for total, a, v in zip(dw, d, row)]
    dx = torch.tensor(dx, dtype=torch.float64).reshape(x.shape).to(x.dtype)
    return dx, torch.tensor(dw, dtype=torch.float64).to(weight.dtype)
