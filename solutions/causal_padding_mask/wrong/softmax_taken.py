"""
verdict = "WA"
caught_by = ["example", "heads", "nothing_left", "mask_shapes"]
en = "The softmax is taken as well: asked for are the scores."
zh = "还做了 softmax：这里要的是分数。"
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
    if mask is not None:
        scores = scores.masked_fill(~mask.unsqueeze(-3), -torch.inf)
    return torch.softmax(scores, dim=-1)
