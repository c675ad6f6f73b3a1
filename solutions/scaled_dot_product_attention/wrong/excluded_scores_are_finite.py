"""
verdict = "WA"
caught_by = ["low_scores"]
en = "Excluded keys get a score of -1e9 instead of -inf, and rows without a key are set to zero apart. Where the allowed scores are lower still, the excluded keys win."
zh = "被排除的键得到的分数是 -1e9 而不是 -inf，没有键的行另外置零。若允许的分数比这更低，被排除的键反而胜出。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9) if mask.dtype == torch.bool else scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
    total = e.sum(dim=-1, keepdim=True)
    out = e / torch.where(total == 0, torch.ones_like(total), total) @ v
    return out * mask.any(dim=-1, keepdim=True) if mask is not None and mask.dtype == torch.bool else out
