"""
verdict = "WA"
caught_by = ["example", "bool_mask", "mask_shapes", "equal_scores"]
en = "Excluded scores become 0 (the scores are multiplied by the mask), and exp(0) is 1: those keys still get weight."
zh = "被排除的分数变成了 0（用分数乘以掩码），而 exp(0) 等于 1，这些键仍会分到权重。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores * mask
        else:
            scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
