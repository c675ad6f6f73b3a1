"""
verdict = "WA"
caught_by = ["example", "plain", "last_position", "junk_under_padding"]
en = "The batch is flattened before the shift: the end of a text predicts the beginning of the next one."
zh = "先展平批次再移位：一段文本的末尾去预测下一段的开头。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    mask = mask.reshape(-1)
    counts = mask[:-1] & mask[1:]
    rows, targets = logits.flatten(0, 1)[:-1][counts], tokens.flatten()[1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
