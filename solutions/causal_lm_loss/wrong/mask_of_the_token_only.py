"""
verdict = "WA"
caught_by = ["padding_left", "junk_under_padding", "gaps"]
en = "Only the token that is predicted is asked of the mask: the padding before a text predicts its first token."
zh = "只看被预测的 token 的掩码：文本之前的填充也去预测第一个 token。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
