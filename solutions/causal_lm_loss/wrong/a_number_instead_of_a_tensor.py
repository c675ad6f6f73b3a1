"""
verdict = "WA"
caught_by = ["plain", "padding_right", "last_position", "junk_under_padding"]
en = "The loss is returned as a Python number, through which no gradient flows."
zh = "损失以 Python 数返回，梯度无法传回。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return (-log_p.sum() / max(len(targets), 1)).item()  # a sum over nothing is 0, and has a gradient
