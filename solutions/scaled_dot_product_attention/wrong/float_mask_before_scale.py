"""
verdict = "WA"
caught_by = ["float_mask", "mask_shapes", "nothing_left_gradients"]
en = "The float mask is added before the division by sqrt(d_k), so it is divided as well."
zh = "浮点掩码在除以 sqrt(d_k) 之前就加上了，于是它也被除了。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores + mask
    scores = scores / math.sqrt(q.shape[-1])
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
