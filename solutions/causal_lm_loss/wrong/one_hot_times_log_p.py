"""
verdict = "WA"
caught_by = ["excluded_tokens"]
en = "One-hot rows are multiplied by log p. For an excluded token that is 0 times -inf, NaN."
zh = "one-hot 行与 log p 相乘。对被排除的 token，0 乘以 -inf 得 NaN。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p * (targets.unsqueeze(-1) == torch.arange(logits.shape[-1]))
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
