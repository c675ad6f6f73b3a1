"""
verdict = "WA"
caught_by = ["inputs_untouched"]
en = "The tokens of padding are set to 0 in the caller's tensor."
zh = "把调用者张量中填充处的 token 改成了 0。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    tokens[~mask] = 0
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
