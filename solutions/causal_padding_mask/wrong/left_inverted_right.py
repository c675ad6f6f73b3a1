"""
verdict = "WA"
caught_by = ["example", "padding_left", "longest"]
en = "For padding on the left the mask of the right is inverted, which puts the real positions and the padding in each other's number."
zh = "填充在左边时，直接把填充在右边的掩码取反，真实位置与填充的个数对调了。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    right = torch.arange(m) < lengths[:, None, None]
    return ~right if left else right


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
