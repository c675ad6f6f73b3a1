"""
verdict = "WA"
caught_by = ["example", "bool_mask", "mask_shapes", "equal_scores", "nothing_excluded"]
en = "The bool mask is read the wrong way round: True here means that the query may attend to the key."
zh = "bool 掩码的含义弄反了：本题中 True 表示该查询可以关注该键。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(mask, -math.inf)
        else:
            scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
