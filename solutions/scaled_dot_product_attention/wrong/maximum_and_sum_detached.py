"""
verdict = "WA"
caught_by = ["gradients", "finite_differences"]
en = "The sum of the weights is detached, so the gradient takes it for a constant: what one key gains, the others no longer lose."
zh = "权重之和被 detach，梯度把它当作常数：一个键增加的权重，不再由其他键让出。"
"""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    top = scores.amax(dim=-1, keepdim=True)
    e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
    total = e.sum(dim=-1, keepdim=True)
    return e / torch.where(total == 0, torch.ones_like(total), total).detach() @ v
