"""
verdict = "RTE"
caught_by = ["example", "causal_square", "causal_long", "causal_default"]
en = "The causal mask is a float mask of 0 and -inf instead of a bool one."
zh = "返回的是由 0 和 -inf 组成的浮点掩码，而不是 bool 掩码。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.full((n, m), -torch.inf).triu(m - n + 1)


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
