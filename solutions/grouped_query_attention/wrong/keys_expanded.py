"""
verdict = "RTE"
caught_by = ["memory"]
en = "The keys are expanded, which copies nothing by itself; but the product makes a copy of what was expanded."
zh = "用 expand 扩展了键，expand 本身不复制；但之后的乘法会复制扩展的结果。"
"""

import math

import torch


def grouped_query_attention(q, k, v, mask=None):
    heads, groups, size = q.shape[1], k.shape[1], q.shape[-1]
    if heads % groups != 0:
        raise ValueError(f"{heads} query heads cannot share {groups} heads of keys")
    k, v = (a[:, :, None].expand(-1, -1, heads // groups, -1, -1).flatten(1, 2) for a in (k, v))
    scores = q @ k.mT / math.sqrt(size)
    if mask is not None:
        mask = mask.unsqueeze(-3)
        nothing_left = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~(mask | nothing_left), -math.inf)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(nothing_left, 0.0)
    return weights @ v
