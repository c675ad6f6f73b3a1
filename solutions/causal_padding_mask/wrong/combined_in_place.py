"""
verdict = "WA"
caught_by = ["untouched"]
en = "The first mask is overwritten with the result, and cannot grow where another one is larger."
zh = "结果写进了第一个掩码；当别的掩码形状更大时也无法扩展。"
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
        if mask is None:
            continue
        if combined is None:
            combined = mask
        elif combined.shape == torch.broadcast_shapes(combined.shape, mask.shape):
            combined &= mask
        else:
            combined = combined & mask
    return None if combined is None else combined.clone()


def mask_scores(scores, mask):
    if mask is None:
        return scores.clone()
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
