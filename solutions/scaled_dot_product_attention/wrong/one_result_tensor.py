"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Without gradients, results of one shape are all written into the same tensor, so a later call overwrites what an earlier one returned."
zh = "不需要梯度时，相同形状的结果都写进同一个张量，于是后一次调用覆盖了前一次返回的结果。"
"""

import math

import torch

_results = {}


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
    total = e.sum(dim=-1, keepdim=True)
    out = e / torch.where(total == 0, torch.ones_like(total), total) @ v
    if out.requires_grad:
        return out
    return _results.setdefault((out.shape, out.dtype), torch.empty_like(out)).copy_(out)
