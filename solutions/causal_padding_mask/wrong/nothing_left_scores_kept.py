"""
verdict = "WA"
caught_by = ["example", "nothing_left", "sizes_of_one"]
en = "A query with nothing left keeps its scores, to keep the softmax from NaN."
zh = "没有键可用的查询保留了原来的分数，以避免 softmax 出现 NaN。"
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
    mask = mask | ~mask.any(dim=-1, keepdim=True)
    return scores.masked_fill(~mask, -torch.inf)
