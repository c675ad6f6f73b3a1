"""
verdict = "WA"
caught_by = ["nothing_counts", "one_position"]
en = "Where nothing counts, a new tensor is returned: it is no function of the logits, and backward fails."
zh = "没有任何预测计入时返回了一个新张量：它与 logits 无关，反向传播会失败。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    if len(targets) == 0:
        return torch.zeros((), dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
