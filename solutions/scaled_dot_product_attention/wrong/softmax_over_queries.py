"""
verdict = "WA"
caught_by = ["sizes", "bool_mask", "float_mask", "gradients"]
en = "The softmax runs over the queries (dim=-2): the columns sum to 1 instead of the rows."
zh = "softmax 沿查询方向（dim=-2）计算：每一列之和为 1，而不是每一行。"
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
    top = scores.amax(dim=-2, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-2, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
