"""
verdict = "WA"
caught_by = ["anything_excluded", "allowed_stay"]
en = "-inf is added instead of set. Where inf or NaN stood it becomes NaN, and gradients pass through the addition."
zh = "加上 -inf 而不是直接赋值。原来是 inf 或 NaN 处得到 NaN，而且梯度会穿过加法。"
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
    mask = mask.unsqueeze(-3)
    return scores + torch.zeros(mask.shape, dtype=scores.dtype).masked_fill(~mask, -torch.inf)
