"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Where the mask allows everything the scores are returned themselves and not as a new tensor."
zh = "掩码允许一切时直接返回 scores 本身，而不是新的张量。"
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
    if mask.all():
        return scores
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
