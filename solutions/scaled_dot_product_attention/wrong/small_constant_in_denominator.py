"""
verdict = "WA"
caught_by = ["float64"]
en = "A small constant in the denominator prevents 0 / 0, but it makes every weight a little too small."
zh = "在分母上加一个小常数可以避免 0 / 0，但所有权重都会略微偏小。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -math.inf)
        else:
            scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / (total + 1e-6)
    return weights @ v
