"""
verdict = "WA"
caught_by = ["constant_added"]
en = "Scores below a threshold count as excluded. Only -inf excludes: a low number added to a whole row drops out."
zh = "低于某个阈值的分数被当作排除。只有 -inf 才算排除：给整行加上同一个很小的数，结果不变。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top < -1e4, 0.0)
    e = torch.exp(scores - top).masked_fill(scores < -1e4, 0.0)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
