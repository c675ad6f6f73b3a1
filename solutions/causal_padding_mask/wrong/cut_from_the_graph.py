"""
verdict = "WA"
caught_by = ["gradients"]
en = "The result is cut from the graph: no gradient flows to the scores."
zh = "结果脱离了计算图：梯度传不到 scores。"
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
    return scores.detach().masked_fill(~mask.unsqueeze(-3), -torch.inf)  # room for the heads
