"""
verdict = "WA"
caught_by = ["longest", "empty_and_full"]
en = "A length of 0 is raised to 1, so that a row never is empty. The padding may be attended to then."
zh = "长度 0 被改成了 1，以免出现空行。这样填充就可以被关注了。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    place = torch.arange(m)
    if left:
        place = m - 1 - place
    return place < lengths.clamp(min=1)[:, None, None]


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
