"""
verdict = "WA"
caught_by = ["anything_excluded"]
en = "The minimum of the scores and -inf is taken: the minimum of NaN and -inf is NaN."
zh = "取分数与 -inf 的较小者：NaN 与 -inf 的较小者是 NaN。"
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
    limit = torch.where(mask.unsqueeze(-3), torch.inf, -torch.inf)
    return torch.minimum(scores, limit.to(scores.dtype))
