"""
verdict = "RTE"
caught_by = ["example", "causal_square", "causal_long", "causal_default"]
en = "The causal mask holds the floats 0 and 1. It has the right entries and the wrong dtype: ~mask and & fail on it."
zh = "因果掩码由浮点数 0 和 1 组成：数值对，dtype 不对，无法使用 ~mask 和 &。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m).tril(m - n)


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
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
