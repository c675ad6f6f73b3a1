"""
verdict = "WA"
caught_by = ["example", "bool_mask", "mask_shapes", "equal_scores"]
en = "The bool mask has no effect: masked_fill returns a new tensor, which is dropped here."
zh = "bool 掩码没有生效：masked_fill 返回的是新张量，这里没有接收它的返回值。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
