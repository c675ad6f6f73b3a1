"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "What is added for a bool mask is made once for each shape and kept for later masks of that shape."
zh = "由 bool 掩码得到的加数对每种形状只生成一次，之后同样形状的掩码都沿用它。"
"""

import math

import torch

_added = {}


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            key = mask.shape, scores.dtype
            if key not in _added:
                _added[key] = torch.zeros(mask.shape, dtype=scores.dtype).masked_fill(~mask, -math.inf)
            mask = _added[key]
        scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
    total = e.sum(dim=-1, keepdim=True)
    return e / torch.where(total == 0, torch.ones_like(total), total) @ v
