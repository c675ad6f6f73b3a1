"""
verdict = "WA"
caught_by = ["no_mask", "gradients"]
en = "Without a mask everything is excluded."
zh = "没有掩码时排除了一切。"
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
        return torch.full_like(scores, -torch.inf)
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
