"""
verdict = "WA"
caught_by = ["padding_left", "junk_under_padding", "gaps"]
en = "Texts are cut to as many positions as they have tokens, as if padding were always at the end."
zh = "按正文长度截取前面的位置，好像填充总在末尾。"
"""

import torch


def causal_lm_loss(logits, tokens, mask=None):
    if mask is None:
        mask = torch.ones_like(tokens, dtype=torch.bool)
    mask = torch.arange(tokens.shape[1]) < mask.sum(dim=1, keepdim=True)
    counts = mask[:, :-1] & mask[:, 1:]
    rows, targets = logits[:, :-1][counts], tokens[:, 1:][counts]
    log_p = torch.log_softmax(rows, dim=-1, dtype=torch.promote_types(logits.dtype, torch.float32))
    log_p = log_p[torch.arange(len(targets)), targets.clamp(0, logits.shape[-1] - 1)]
    return -log_p.sum() / max(len(targets), 1)  # a sum over nothing is 0, and has a gradient
