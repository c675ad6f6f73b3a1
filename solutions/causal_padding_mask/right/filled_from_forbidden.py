import torch


def causal_mask(n, m=None):
    m = n if m is None else m
    return ~torch.triu(torch.ones((n, m)), diagonal=m - n + 1).bool()


def padding_mask(lengths, m=None, left=False):
    m = int(lengths.max()) if m is None else m
    mask = torch.zeros(len(lengths), 1, m).bool()
    for row, length in zip(mask, lengths):
        row[:, slice(m - length, m) if left else slice(0, length)] = True
    return mask


def combine_masks(*masks):
    forbidden = None
    for mask in masks:
        if mask is None:
            continue
        forbidden = ~mask if forbidden is None else forbidden | ~mask
    return None if forbidden is None else ~forbidden


def mask_scores(scores, mask):
    by_head = scores.movedim(1, 0)  # (H, B, n, m): every mask fits from the right
    if mask is not None:
        by_head = by_head.masked_fill(mask.logical_not(), float("-inf"))
    return by_head.movedim(0, 1).clone()
