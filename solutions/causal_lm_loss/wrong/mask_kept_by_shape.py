"""
verdict = "WA"
caught_by = ["full_mask"]
en = "The mask of an earlier call with equal shapes is used where none is given."
zh = "没有给出掩码时，沿用了先前同形状调用的掩码。"
"""

import torch

_masks = {}


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = _masks.get(tokens.shape, torch.ones_like(tokens, dtype=torch.bool))
    _masks[tokens.shape] = mask.clone()
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
