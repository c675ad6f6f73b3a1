"""
verdict = "WA"
caught_by = ["uniform", "large"]
en = "No maximum is subtracted before exp: it overflows."
zh = "取 exp 之前没有减去最大值：会溢出。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    rows = rows.to(torch.promote_types(logits.dtype, torch.float32))
    log_p = rows - rows.exp().sum(dim=-1, keepdim=True).log()
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
