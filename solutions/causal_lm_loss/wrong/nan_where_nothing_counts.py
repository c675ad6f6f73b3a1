"""
verdict = "WA"
caught_by = ["nothing_counts", "one_position"]
en = "Where nothing counts, 0 / 0 is NaN."
zh = "没有任何预测计入时，0 / 0 得 NaN。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.mean()  # a sum over nothing is 0, and has a gradient
