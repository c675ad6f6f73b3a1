"""
verdict = "WA"
caught_by = ["junk_under_padding", "nothing_counts"]
en = "The losses of padding are replaced after the softmax: the loss is right, but NaN comes back in the gradient."
zh = "在 softmax 之后才替换填充处的损失：损失是对的，但梯度中仍会传回 NaN。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    wide = logits[:, :-1].to(torch.promote_types(logits.dtype, torch.float32))
    targets = tokens[:, 1:].clamp(0, logits.shape[-1] - 1)
    log_p = torch.log_softmax(wide, dim=-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return -torch.where(counts, log_p, 0).sum() / counts.sum().clamp(min=1)
