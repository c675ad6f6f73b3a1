"""
verdict = "WA"
caught_by = ["longest", "empty_and_full"]
en = "On the left the last `length` positions are set with a slice that ends at -length: for an empty sequence that is all of them."
zh = "填充在左边时用切片 [-length:] 设置最后的位置：对空序列，这会变成全部位置。"
"""

import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return torch.ones(n, m, dtype=torch.bool).tril(m - n)


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    mask = torch.zeros(len(lengths), 1, m, dtype=torch.bool)
    for row, length in zip(mask, lengths.tolist()):
        if left:
            row[:, -length:] = True
        else:
            row[:, :length] = True
    return mask


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
