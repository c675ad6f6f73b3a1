"""
verdict = "WA"
caught_by = ["example", "nothing_left", "nothing_left_gradients", "one_key"]
en = "Excluded scores get a large negative number. Where every key is excluded they are all equal, and the row becomes the mean of the values instead of zeros."
zh = "被排除的分数被填成一个很大的负数。所有键都被排除时它们全都相等，这一行就成了所有值的平均，而不是零。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        if mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, -1e9)
        else:
            scores = scores + mask.clamp(min=-1e9)
    e = torch.exp(scores - scores.amax(dim=-1, keepdim=True))
    weights = e / e.sum(dim=-1, keepdim=True)
    return weights @ v
