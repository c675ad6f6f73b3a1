"""
verdict = "WA"
caught_by = ["large_scores", "rows_of_different_scale"]
en = "The exponential is taken of the scores themselves. Large scores overflow (inf / inf is NaN), low ones underflow."
zh = "直接对分数取指数。分数很大时上溢（inf / inf 得 NaN），很小时下溢。"
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
    e = torch.exp(scores)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
