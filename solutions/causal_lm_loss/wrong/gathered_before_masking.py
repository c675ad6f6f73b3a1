"""
verdict = "RTE"
caught_by = ["example", "inputs_untouched", "junk_under_padding"]
en = "The losses are gathered at all tokens before the mask is applied: -100 is no index."
zh = "在使用掩码之前就对所有 token 做 gather：-100 不是合法的下标。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    wide = torch.where(counts[..., None], logits[:, :-1], 0).to(torch.promote_types(logits.dtype, torch.float32))
    targets = tokens[:, 1:]
    log_p = torch.log_softmax(wide, dim=-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return -torch.where(counts, log_p, 0).sum() / counts.sum().clamp(min=1)
