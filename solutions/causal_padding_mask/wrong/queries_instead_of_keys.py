"""
verdict = "WA"
caught_by = ["example", "padding", "padding_left", "longest"]
en = "The padding mask has the shape (B, m, 1): it excludes queries instead of keys."
zh = "填充掩码的形状是 (B, m, 1)：排除的是查询而不是键。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    place = torch.arange(m)
    if left:
        place = m - 1 - place
    return (place < lengths[:, None])[:, :, None]


def combine_masks(*masks):
    combined = None
    for mask in masks:
        if mask is not None:
            combined = mask.clone() if combined is None else combined & mask
    return combined


def mask_scores(scores, mask):
    if mask is None:
        return scores.clone()
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
