"""
verdict = "WA"
caught_by = ["example", "bool_mask", "mask_shapes", "equal_scores"]
en = "The bool mask is added to the scores like a float mask: True counts as 1, and nothing is excluded."
zh = "把 bool 掩码当成浮点掩码加到了分数上：True 被当作 1，没有排除任何键。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights @ v
