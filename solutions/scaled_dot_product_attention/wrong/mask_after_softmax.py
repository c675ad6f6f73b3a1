"""
verdict = "WA"
caught_by = ["bool_mask", "mask_shapes", "equal_scores"]
en = "The bool mask multiplies the weights after the softmax. The excluded keys have already taken their share, so the rest no longer sums to 1."
zh = "bool 掩码是在 softmax 之后与权重相乘的。被排除的键已经分走了权重，剩下的权重之和不再为 1。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None and mask.dtype != torch.bool:
        scores = scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    top = top.masked_fill(top == -math.inf, 0.0)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    weights = e / total.masked_fill(total == 0.0, 1.0)
    if mask is not None and mask.dtype == torch.bool:
        weights = weights * mask
    return weights @ v
