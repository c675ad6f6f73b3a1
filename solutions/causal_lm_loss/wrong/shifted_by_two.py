"""
verdict = "WA"
caught_by = ["example", "plain", "last_position", "junk_under_padding"]
en = "The shift is two positions: caller and function have both shifted."
zh = "移了两位：相当于调用者和函数各移了一次。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-2] & mask[:, 2:]
    rows, targets = logits[:, :-2][counts], tokens[:, 2:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
