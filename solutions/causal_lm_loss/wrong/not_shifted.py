"""
verdict = "WA"
caught_by = ["example", "plain", "last_position", "junk_under_padding"]
en = "Each position is judged by its own token, which the model has already read."
zh = "每个位置用它自己的 token 评判，而模型已经读过这个 token。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask
    rows, targets = logits[counts], tokens[counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
