"""
verdict = "WA"
caught_by = ["example", "heads", "nothing_left", "mask_shapes"]
en = "-1e9 is filled in instead of -inf. A row of such scores is not empty, and lower scores than that exist."
zh = "填入的是 -1e9 而不是 -inf。这样的行并不是空的，而且还有比它更低的分数。"
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
    return scores.double().masked_fill(~mask.unsqueeze(-3), -1e9).to(scores.dtype)
