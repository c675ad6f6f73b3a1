"""
verdict = "WA"
caught_by = ["example", "causal_wide", "causal_long"]
en = "m is ignored: the causal mask is n x n."
zh = "忽略了 m：因果掩码总是 n x n。"
"""

import torch


def causal_mask(n, m=None):
    return torch.ones(n, n, dtype=torch.bool).tril()


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
