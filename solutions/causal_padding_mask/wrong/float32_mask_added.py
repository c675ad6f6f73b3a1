"""
verdict = "WA"
caught_by = ["dtypes"]
en = "A float32 mask is added: float16 and bfloat16 scores come back as float32."
zh = "加上了 float32 的掩码：float16 和 bfloat16 的分数变成了 float32。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    place = torch.arange(m)
    if left:
        place = m - 1 - place  # counted from the end
    return place < lengths[:, None, None]


def combine_masks(*masks):
    combined = None
    for mask in masks:
        if mask is not None:
            combined = mask.clone() if combined is None else combined & mask
    return combined


def mask_scores(scores, mask):
    if mask is None:
        return scores.clone()
    return torch.where(mask.unsqueeze(-3), scores, torch.full((1,), -torch.inf))
