"""
verdict = "RTE"
caught_by = ["leading_axes", "mask_shapes", "nothing_left", "gradients"]
en = "k.T (or k.t()) reverses all axes. With leading axes only the last two may be swapped."
zh = "k.T（或 k.t()）会颠倒所有的轴。有前导轴时只应交换最后两个。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.T / math.sqrt(q.shape[-1])
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
