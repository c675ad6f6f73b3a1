"""
verdict = "WA"
caught_by = ["junk_under_padding", "nothing_counts"]
en = "The losses of padding are multiplied by 0, which leaves NaN what it is."
zh = "把填充处的损失乘以 0，而 NaN 乘 0 仍是 NaN。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    wide = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = tokens[:, 1:].clamp(0, logits.shape[-1] - 1)
    log_p = torch.log_softmax(wide, dim=-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return -(log_p * counts).sum() / counts.sum().clamp(min=1)
