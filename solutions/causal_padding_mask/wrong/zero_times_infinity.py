"""
verdict = "WA"
caught_by = ["example", "heads", "nothing_left", "mask_shapes"]
en = "-inf is multiplied by the mask: 0 times -inf is NaN, so every allowed score is lost."
zh = "用 -inf 乘以掩码：0 乘以 -inf 是 NaN，所有允许的分数都丢失了。"
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
    excluded = (~mask.unsqueeze(-3)).to(scores.dtype)
    return scores + excluded * -torch.inf
