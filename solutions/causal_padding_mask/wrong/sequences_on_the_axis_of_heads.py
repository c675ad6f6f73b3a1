"""
verdict = "RTE"
caught_by = ["example", "heads", "nothing_left", "mask_shapes"]
en = "The mask has no axis for the heads: broadcasting puts its sequences on the axis of the heads. That fails where B and H differ, and is silently wrong where they are equal."
zh = "掩码没有头的轴：广播把它的序列对到了头的轴上。B 与 H 不同时报错，相同时悄悄出错。"
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
    return scores.masked_fill(~mask, -torch.inf)  # room for the heads
