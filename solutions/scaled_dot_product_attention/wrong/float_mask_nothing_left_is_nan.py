"""
verdict = "WA"
caught_by = ["nothing_left", "nothing_left_gradients"]
en = "A query with nothing left is looked for in bool masks only. Where a float mask is -inf in the whole row, the row is NaN."
zh = "只在 bool 掩码中处理没有键可用的查询。浮点掩码整行为 -inf 时，这一行是 NaN。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    alive = True
    if mask is not None:
        if mask.dtype == torch.bool:
            alive = mask.any(dim=-1, keepdim=True)
            scores = scores.masked_fill(~mask & alive, -math.inf)
        else:
            scores = scores + mask
    e = torch.exp(scores - scores.amax(dim=-1, keepdim=True))
    weights = e / e.sum(dim=-1, keepdim=True)
    weights = weights * alive
    return weights @ v
