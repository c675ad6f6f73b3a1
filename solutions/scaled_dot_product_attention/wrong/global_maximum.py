"""
verdict = "WA"
caught_by = ["rows_of_different_scale"]
en = "One maximum is subtracted from all rows. A row far below it underflows to zeros."
zh = "所有行减去的是同一个最大值。远低于它的行会下溢成零。"
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
    top = scores.max()
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
