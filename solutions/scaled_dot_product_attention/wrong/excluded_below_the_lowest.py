"""
verdict = "WA"
caught_by = ["huge_where_excluded"]
en = "Excluded scores are set a little below the lowest one: the weight left to them is small, but not 0."
zh = "被排除的分数设成比最低分数再低一些：剩下的权重虽小，却不是 0。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    s = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            mask = torch.zeros_like(s).masked_fill(~mask, -math.inf)
        mask = mask.expand(s.shape)
        gone, s = mask == -math.inf, s + mask.masked_fill(mask == -math.inf, 0.0)
        s = torch.where(gone.all(-1, keepdim=True), -math.inf, torch.where(gone, s.min() - 30.0, s))
    top = s.amax(dim=-1, keepdim=True).detach()
    top = top.masked_fill(top == -math.inf, 0.0)
    e = (s - top).exp()
    total = e.sum(dim=-1, keepdim=True)
    total = total.masked_fill(total == 0, 1.0)
    return e / total @ v
