"""
verdict = "WA"
caught_by = ["padding", "padding_left", "empty_and_full"]
en = "The padding mask ignores m and ends with the longest sequence."
zh = "填充掩码忽略了 m，总是到最长的序列为止。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max())
    place = torch.arange(m)
    if left:
        place = m - 1 - place
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
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
