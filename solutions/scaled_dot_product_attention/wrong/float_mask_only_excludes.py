"""
verdict = "WA"
caught_by = ["float_mask", "mask_shapes", "nothing_left_gradients"]
en = "Of a float mask only the -inf entries are used; its finite entries are not added."
zh = "浮点掩码只用到了 -inf 的元素，有限的值没有加上。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores.masked_fill(mask == -math.inf, -math.inf)
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
