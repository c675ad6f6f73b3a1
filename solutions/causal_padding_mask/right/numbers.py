import math

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(m, m).cumsum(1).le(torch.arange(1, m + 1)[:, None])[m - n :]


def padding_mask(lengths, m=None, left=False):
    size = max(lengths.tolist()) if m is None else m
    counted = torch.arange(size, 0, -1) if left else torch.arange(1, size + 1)
    return torch.stack([(counted <= length)[None] for length in lengths])


def combine_masks(*masks):
    product = None
    for mask in masks:
        if mask is not None:
            product = mask.int() if product is None else product * mask.int()
    return product if product is None else product.bool()


def mask_scores(scores, mask):
    out = scores + 0.0
    if mask is None:
        return out
    if mask.dim() == 3:
        mask = mask.unsqueeze(1)
    out[(~mask).expand_as(out)] = -math.inf
    return out
