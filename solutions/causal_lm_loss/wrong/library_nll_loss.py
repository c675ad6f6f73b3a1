"""
verdict = "RV"
caught_by = []
en = "nll_loss picks the entries and averages them: a ready-made loss, too."
zh = "nll_loss 会挑出对应的元素并求和，也是现成的损失。"
"""

import torch
import torch.nn.functional as F


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    wide = torch.promote_types(logits.dtype, torch.float32)
    rows, targets = logits[:, :-1][counts].to(wide), tokens[:, 1:][counts]
    return F.nll_loss(torch.log_softmax(rows, -1), targets, reduction="sum") / max(len(targets), 1)
