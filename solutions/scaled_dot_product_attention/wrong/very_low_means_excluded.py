"""
verdict = "WA"
caught_by = ["low_finite_masks"]
en = "Scores below -1e9 are treated as excluded, as if a finite entry of the mask could exclude a key."
zh = "低于 -1e9 的分数被当作已排除，仿佛掩码中的有限值也能排除键。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    scores = torch.where(scores < -1e9, -math.inf, scores)
    top = scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
    total = e.sum(dim=-1, keepdim=True)
    return e / torch.where(total == 0, torch.ones_like(total), total) @ v
