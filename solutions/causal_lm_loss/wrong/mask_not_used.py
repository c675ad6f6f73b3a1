"""
verdict = "WA"
caught_by = ["example", "padding_right", "junk_under_padding", "padding_is_a_token"]
en = "The mask is not used."
zh = "没有使用掩码。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = torch.ones_like(mask[:, 1:])
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets.clamp(0, logits.shape[-1] - 1)]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
