"""
verdict = "WA"
caught_by = ["sizes", "bool_mask", "float_mask", "gradients"]
en = "The scores are divided by the square root of the number of keys, not of d_k (shape[-2] for shape[-1])."
zh = "分数除以了键的个数的平方根，而不是 d_k 的平方根（把 shape[-1] 写成了 shape[-2]）。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-2])
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
