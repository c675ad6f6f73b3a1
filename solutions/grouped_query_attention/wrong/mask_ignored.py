"""
verdict = "WA"
caught_by = ["example", "causal", "mask_shapes", "all_alike"]
en = "The mask is not used."
zh = "没有使用掩码。"
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
        mask = mask.expand(batch, n, -1)[:, None, None]
        weights = torch.softmax(scores, dim=-1)
    return (weights.flatten(2, 3) @ v).reshape(batch, heads, n, -1)
