"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "A causal mask is built once for each size and handed out again and again: who writes into it changes the later ones."
zh = "每种大小的因果掩码只构造一次，之后反复返回同一个：谁往里面写，后来的都会变。"
"""

from functools import cache

import torch


@cache
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
    return scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
