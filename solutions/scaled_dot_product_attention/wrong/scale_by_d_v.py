"""
verdict = "WA"
caught_by = ["sizes", "bool_mask", "float_mask", "gradients"]
en = "The scores are divided by the square root of d_v, the size of a value. It is the products of queries and keys that grow with d_k."
zh = "分数除以了 d_v（值的长度）的平方根。随 d_k 增大的是查询与键的乘积。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(v.shape[-1])
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
