"""
verdict = "RV"
caught_by = []
en = "F.cross_entropy is the loss itself."
zh = "F.cross_entropy 就是现成的损失。"
"""

import torch
import torch.nn.functional as F


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    wide = torch.promote_types(logits.dtype, torch.float32)
    rows, targets = logits[:, :-1][counts].to(wide), tokens[:, 1:][counts]
    return F.cross_entropy(rows, targets, reduction="sum") / max(len(targets), 1)
