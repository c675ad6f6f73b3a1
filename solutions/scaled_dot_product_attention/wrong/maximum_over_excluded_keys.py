"""
verdict = "WA"
caught_by = ["excluded_is_absent"]
en = "The maximum is taken before the mask is applied. An excluded key with a huge score pushes the others down to zero."
zh = "最大值是在应用掩码之前求的。被排除的键若分数极大，会把其他键都压成零。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    top = scores.amax(dim=-1, keepdim=True)
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores + mask
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
