"""
verdict = "WA"
caught_by = ["nothing_left_gradients"]
en = "The NaN of a row with nothing left is replaced after the softmax. The output is right, but backward runs through the NaN: 0 * NaN is NaN."
zh = "没有键可用的那一行，NaN 是在 softmax 之后才替换的。输出正确，但反向传播仍会经过这个 NaN：0 * NaN 还是 NaN。"
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
    weights = torch.where(torch.isnan(weights), 0.0, weights)
    return weights @ v
