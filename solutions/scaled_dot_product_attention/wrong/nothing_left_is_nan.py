"""
verdict = "WA"
caught_by = ["example", "nothing_left", "nothing_left_gradients", "one_key"]
en = "Where every key is excluded, the softmax computes -inf - (-inf) and 0 / 0: the row is NaN."
zh = "所有键都被排除时，softmax 会算出 -inf - (-inf) 和 0 / 0，这一行变成 NaN。"
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
    e = torch.exp(scores - scores.amax(dim=-1, keepdim=True))
    weights = e / e.sum(dim=-1, keepdim=True)
    return weights @ v
