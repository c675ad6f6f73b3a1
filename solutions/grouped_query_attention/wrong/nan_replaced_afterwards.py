"""
verdict = "WA"
caught_by = ["nothing_left_gradients"]
en = "-inf is added, and NaN is replaced after the softmax. The output is right, but the NaN goes back through the sum into the gradient."
zh = "加上 -inf，并在 softmax 之后替换 NaN。输出是对的，但 NaN 会沿着加法传回梯度。"
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
        penalty = torch.zeros_like(scores).masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores + penalty, dim=-1).nan_to_num(0.0)
    return (weights.flatten(2, 3) @ v).reshape(batch, heads, n, -1)
