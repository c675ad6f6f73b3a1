"""
verdict = "WA"
caught_by = ["gradients", "untouched"]
en = "The scores are filled in place: the caller's tensor changes."
zh = "直接在 scores 上填充：修改了调用者的张量。"
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
    scores.detach().masked_fill_(~mask.unsqueeze(-3), -torch.inf)
    return scores.clone()
