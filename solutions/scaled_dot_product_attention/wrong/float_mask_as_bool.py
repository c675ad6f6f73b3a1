"""
verdict = "WA"
caught_by = ["float_mask", "mask_shapes", "nothing_excluded"]
en = "A float mask is read as a bool mask (mask == 0 is excluded), as in much code that uses masks of 0 and 1. Here its entries are added to the scores."
zh = "把浮点掩码当成 bool 掩码（mask == 0 处被排除），很多使用 0/1 掩码的代码是这样写的。本题中它的元素要加到分数上。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
