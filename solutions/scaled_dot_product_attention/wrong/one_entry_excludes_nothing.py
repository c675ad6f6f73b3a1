"""
verdict = "WA"
caught_by = ["masks_of_one_entry"]
en = "A mask with one entry for a whole row is taken to mean nothing: what is added to all scores drops out, but -inf does not."
zh = "一个元素管一整行的掩码被当作没有：给所有分数加同一个数确实没有影响，但 -inf 不是这样。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None and mask.dim() and mask.shape[-1] > 1:
        if mask.dtype == torch.bool:
            s = s.masked_fill(~mask, -math.inf)
        else:
            s = s + mask
    top = s.amax(dim=-1, keepdim=True).detach()
    top = top.masked_fill(top == -math.inf, 0.0)
    e = (s - top).exp()
    total = e.sum(dim=-1, keepdim=True)
    total = total.masked_fill(total == 0, 1.0)
    return e / total @ v
