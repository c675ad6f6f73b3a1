"""
verdict = "RTE"
caught_by = ["memory"]
en = "Keys and values are repeated for every query head with repeat_interleave: right numbers, and the memory that grouping was to save."
zh = "用 repeat_interleave 为每个查询头重复了键和值：数值正确，却用掉了分组本来要节省的内存。"
"""

import math

import torch


def grouped_query_attention(q, k, v, mask=None):
    heads, groups, size = q.shape[1], k.shape[1], q.shape[-1]
    if heads % groups != 0:
        raise ValueError(f"{heads} query heads cannot share {groups} heads of keys")
    k, v = (a.repeat_interleave(heads // groups, dim=1) for a in (k, v))
    scores = q @ k.mT / math.sqrt(size)
    if mask is not None:
        mask = mask.unsqueeze(-3)
        nothing_left = ~mask.any(dim=-1, keepdim=True)
        scores = scores.masked_fill(~(mask | nothing_left), -math.inf)
    weights = torch.softmax(scores, dim=-1)
    if mask is not None:
        weights = weights.masked_fill(nothing_left, 0.0)
    return weights @ v
