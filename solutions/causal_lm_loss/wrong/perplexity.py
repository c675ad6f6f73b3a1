"""
verdict = "WA"
caught_by = ["example", "plain", "last_position", "junk_under_padding"]
en = "The exponential of the loss is returned: that is the perplexity."
zh = "返回了损失的指数，那是困惑度。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return torch.exp(-log_p.sum() / max(len(targets), 1))  # a sum over nothing is 0, and has a gradient
