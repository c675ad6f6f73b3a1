"""
verdict = "RTE"
caught_by = ["mask_shapes", "sizes_of_one"]
en = "The axis for the heads is put behind the first axis of every mask, also of (n, m), whose first axis are the queries."
zh = "对每个掩码都在第一个轴后面补上头的轴，包括 (n, m)；而它的第一个轴是查询。"
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
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf)  # room for the heads
