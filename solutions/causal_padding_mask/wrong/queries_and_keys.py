"""
verdict = "WA"
caught_by = ["example", "padding", "padding_left", "longest"]
en = "Queries at padded positions are excluded as well, so the mask is (B, m, m). Only keys are: what such a query gets is nobody's concern."
zh = "把填充位置上的查询也排除了，掩码成了 (B, m, m)。只应排除键：这些查询得到什么无关紧要。"
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
    real = place < lengths[:, None]
    return real[:, None, :] & real[:, :, None]


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
