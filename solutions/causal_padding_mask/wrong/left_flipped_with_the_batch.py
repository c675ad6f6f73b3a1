"""
verdict = "WA"
caught_by = ["example", "padding_left", "longest"]
en = "For padding on the left the mask is flipped along the sequences too: each gets the length of another."
zh = "填充在左边时，把序列的轴也翻转了：每个序列用了别人的长度。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    mask = torch.arange(m) < lengths[:, None, None]
    return mask.flip(0, 2) if left else mask


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
