"""
verdict = "RTE"
caught_by = ["sizes", "leading_axes", "mask_shapes"]
en = "transpose(1, 2) fits arrays of rank 3 only. Counted from the end, the axes are right at every rank."
zh = "transpose(1, 2) 只适用于三维张量。从末尾数轴，才能适用于任意维数。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
