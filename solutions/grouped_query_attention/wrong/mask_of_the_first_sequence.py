"""
verdict = "WA"
caught_by = ["padding", "nothing_left", "mask_shapes", "all_alike"]
en = "All sequences use the mask of the first."
zh = "所有序列都用第一个序列的掩码。"
"""

import math

import torch


def grouped_query_attention(q, k, v, mask=None):
    (batch, heads, n, size), groups = q.shape, k.shape[1]
    if heads % groups != 0:
        raise ValueError(f"{heads} query heads cannot share {groups} heads of keys")
    # The queries of a group are the rows of one product: nothing of k or v is copied.
    rows = q.reshape(batch, groups, -1, size)
    scores = (rows @ k.mT / math.sqrt(size)).unflatten(2, (-1, n))  # (B, G, r, n, m)
    if mask is None:
        weights = torch.softmax(scores, dim=-1)
    else:
        mask = (mask if mask.dim() == 2 else mask[:1]).expand(batch, n, -1)[:, None, None]
        nothing_left = ~mask.any(dim=-1, keepdim=True)
        # A row without keys is left open, for the softmax of -inf alone is NaN, and so is its gradient.
        weights = torch.softmax(scores.masked_fill(~(mask | nothing_left), -math.inf), dim=-1)
        weights = weights.masked_fill(nothing_left, 0.0)
    return (weights.flatten(2, 3) @ v).reshape(batch, heads, n, -1)
