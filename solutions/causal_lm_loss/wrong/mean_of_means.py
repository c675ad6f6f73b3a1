"""
verdict = "WA"
caught_by = ["example", "padding_right", "junk_under_padding", "padding_is_a_token"]
en = "The mean of each text is taken first, then the mean of these: a token of a short text weighs more."
zh = "先对每段文本取平均，再对这些平均值取平均：短文本的 token 权重更大。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -sum(part.mean() for part in log_p.split(counts.sum(dim=1).tolist()) if len(part)) / max(int(counts.any(dim=1).sum()), 1) + 0 * rows.sum()  # a sum over nothing is 0, and has a gradient
