"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The keys are transposed by a view of their memory, as if they lay there row by row."
zh = "转置 k 时直接查看内存，好像元素在内存中逐行相邻。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    m, d = k.shape[-2:]
    strides = torch.empty(k.shape, device='meta').stride()
    kt = torch.as_strided(k, (*k.shape[:-2], d, m), (*strides[:-2], 1, d))
    s = q @ kt / math.sqrt(q.shape[-1])
    if mask is not None:
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
