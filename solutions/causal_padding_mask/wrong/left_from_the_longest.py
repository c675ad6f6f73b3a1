"""
verdict = "WA"
caught_by = ["padding_left", "empty_and_full"]
en = "For padding on the left the start is counted from the longest sequence instead of from m."
zh = "填充在左边时，起点按最长的序列计算，而不是按 m。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    longest = int(lengths.max())
    m = longest if m is None else m
    if left:
        return torch.arange(m) >= longest - lengths[:, None, None]
    return torch.arange(m) < lengths[:, None, None]


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
