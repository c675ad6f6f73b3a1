"""
verdict = "WA"
caught_by = ["float64"]
en = "A small number is added to the number of predictions."
zh = "预测的个数上加了一个小常数。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / (len(targets) + 1e-6)  # a sum over nothing is 0, and has a gradient
