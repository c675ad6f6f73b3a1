from functools import reduce
from operator import and_

import torch


def causal_mask(n, m=None):
    m = m or n
    keys = torch.arange(m)
    return keys <= keys[m - n :, None]


def padding_mask(lengths, m=None, left=False):
    m = lengths.amax().item() if m is None else m
    first = m - lengths if left else torch.zeros_like(lengths)
    keys = torch.arange(m).reshape(1, 1, m)
    first = first.reshape(-1, 1, 1)
    return (keys >= first) & (keys < first + lengths.reshape(-1, 1, 1))


def combine_masks(*masks):
    given = [mask for mask in masks if mask is not None]
    return reduce(and_, given, torch.tensor(True)) if given else None


def mask_scores(scores, mask):
    if mask is None:
        mask = torch.ones(scores.shape[-2:], dtype=torch.bool)
    mask = mask[None, None] if mask.ndim == 2 else mask[:, None]
    return torch.where(mask, scores, torch.tensor(float("-inf"), dtype=scores.dtype))
