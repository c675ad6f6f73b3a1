"""
verdict = "WA"
caught_by = ["longest"]
en = "Without m the first sequence decides how many positions there are, as if the sequences were sorted by length."
zh = "不给出 m 时由第一个序列决定位置个数，好像序列已按长度排序。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths[0]) if m is None else m
    place = torch.arange(m)
    if left:
        place = m - 1 - place
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
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
