import math

import torch


def one_group(q, k, v, allowed):
    """q: (r, n, D), k: (m, D), v: (m, d_v), allowed: (n, m) or None."""
    scores = torch.tensordot(q, k, dims=([2], [1])) / math.sqrt(k.shape[1])
    if allowed is None:
        return torch.tensordot(scores.softmax(dim=2), v, dims=([2], [0]))
    live = allowed.any(dim=1)
    weights = scores[:, live].masked_fill(~allowed[live], -math.inf).softmax(dim=2)
    out = torch.zeros(*q.shape[:2], v.shape[1], dtype=q.dtype)
    out[:, live] = torch.tensordot(weights, v, dims=([2], [0]))
    return out


def grouped_query_attention(q, k, v, mask=None):
    b, h, n, _ = q.shape
    g = k.shape[1]
    if h % g:
        raise ValueError(h)
    if mask is not None:
        mask = mask.expand(b, n, k.shape[2])
    sequences = []
    for s in range(b):
        allowed = None if mask is None else mask[s]
        parts = [one_group(q[s, i * h // g : (i + 1) * h // g], k[s, i], v[s, i], allowed) for i in range(g)]
        sequences.append(torch.cat(parts))
    return torch.stack(sequences)
