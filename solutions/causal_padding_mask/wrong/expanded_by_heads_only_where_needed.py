"""
verdict = "WA"
caught_by = ["example", "mask_shapes", "sizes_of_one"]
en = "The axis for the heads is added only where the shapes do not broadcast without it. With as many heads as sequences they do, and the mask of a sequence is used for a head."
zh = "只有形状无法广播时才补上头的轴。头与序列一样多时可以广播，于是某个序列的掩码被用到了某个头上。"
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
    try:
        return scores.masked_fill(~mask, -torch.inf)
    except RuntimeError:
        return scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
