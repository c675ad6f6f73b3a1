"""
verdict = "WA"
caught_by = ["several", "each_counts"]
en = "Only the first two masks are combined."
zh = "只合并了前两个掩码。"
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
    masks = [mask for mask in masks if mask is not None][:2]
    if not masks:
        return None
    return masks[0] & masks[1] if len(masks) == 2 else masks[0].clone()


def mask_scores(scores, mask):
    if mask is None:
        return scores.clone()
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
