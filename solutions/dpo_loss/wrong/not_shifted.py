"""
verdict = "WA"
caught_by = ["logps", "example"]
en = "Each row of logits is judged by the token at its own place, not by the next one."
zh = "logits 的每一行由同一位置的 token 评判，而不是下一个 token。"
"""

import torch.nn.functional as F


def sequence_logps(logits, tokens, mask):
    counts = mask
    targets = tokens.masked_fill(~counts, 0)
    log_p = F.log_softmax(logits, dim=-1).gather(-1, targets[..., None]).flatten(1)
    return log_p.masked_fill(~counts, 0.0).sum(1)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    chosen = policy_chosen - reference_chosen.detach()
    rejected = policy_rejected - reference_rejected.detach()
    return -F.logsigmoid(beta * (chosen - rejected)).mean()
