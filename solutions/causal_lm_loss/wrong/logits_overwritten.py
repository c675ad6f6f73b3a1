"""
verdict = "WA"
caught_by = ["inputs_untouched"]
en = "The maximum is subtracted in place, from the caller's logits."
zh = "原地从调用者的 logits 中减去了最大值。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    logits.data.sub_(logits.detach().amax(dim=-1, keepdim=True))
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
