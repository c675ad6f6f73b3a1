"""
verdict = "WA"
caught_by = ["standard_inputs_untouched", "arguments_untouched"]
en = "The scores are added to the float mask in place, where it has their shape: the caller's mask is overwritten."
zh = "浮点掩码与分数形状相同时，分数被原地加到掩码上：调用者的掩码被改写了。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None and mask.shape == scores.shape and mask.dtype == scores.dtype and not mask.requires_grad:
        scores = mask.add_(scores.detach()) if not scores.requires_grad else scores + mask
    elif mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
    total = e.sum(dim=-1, keepdim=True)
    return e / torch.where(total == 0, torch.ones_like(total), total) @ v
