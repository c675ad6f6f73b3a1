"""
verdict = "WA"
caught_by = ["example", "groups", "mask_shapes", "all_alike"]
en = "Query head h uses the keys h % G, as if heads were dealt out like cards (k.repeat). A group is made of neighbours."
zh = "第 h 个查询头使用第 h % G 个键值头，像发牌一样分配（k.repeat）。同一组应当是相邻的头。"
"""

import math

import torch


def grouped_query_attention(q, k, v, mask=None):
    (batch, heads, n, size), groups = q.shape, k.shape[1]
    if heads % groups != 0:
        raise ValueError(f"{heads} query heads cannot share {groups} heads of keys")
    # The queries of a group are the rows of one product: nothing of k or v is copied.
    rows = q.unflatten(1, (-1, groups)).transpose(1, 2).reshape(batch, groups, -1, size)
    scores = (rows @ k.mT / math.sqrt(size)).unflatten(2, (-1, n))  # (B, G, r, n, m)
    if mask is None:
        weights = torch.softmax(scores, dim=-1)
    else:
        mask = mask.expand(batch, n, -1)[:, None, None]
        nothing_left = ~mask.any(dim=-1, keepdim=True)
        # A row without keys is left open, for the softmax of -inf alone is NaN, and so is its gradient.
        weights = torch.softmax(scores.masked_fill(~(mask | nothing_left), -math.inf), dim=-1)
        weights = weights.masked_fill(nothing_left, 0.0)
    out = (weights.flatten(2, 3) @ v).unflatten(2, (-1, n))
    return out.transpose(1, 2).flatten(1, 2)
