"""
verdict = "WA"
caught_by = ["example", "plain", "last_position", "junk_under_padding"]
en = "The tokens are rolled: the last position is judged by the first token."
zh = "tokens 用了循环移位：最后一个位置由第一个 token 评判。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask & mask.roll(-1, dims=1)
    rows, targets = logits[counts], tokens.roll(-1, dims=1)[counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
