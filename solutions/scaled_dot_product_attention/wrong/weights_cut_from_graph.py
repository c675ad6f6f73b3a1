"""
verdict = "WA"
caught_by = ["gradients", "finite_differences", "nothing_left_gradients"]
en = "The weights are detached from the graph (by .detach(), .data or torch.tensor(...)): no gradient reaches q, k and the mask."
zh = "权重脱离了计算图（用了 .detach()、.data 或 torch.tensor(...)）：梯度传不到 q、k 和掩码。"
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
    weights = e / total.masked_fill(total == 0.0, 1.0)
    return weights.detach() @ v
