"""
verdict = "WA"
caught_by = ["dtypes"]
en = "The sums are float64, whatever the logits are."
zh = "无论 logits 是什么 dtype，返回的和都是 float64。"
"""

import torch.nn.functional as F


def sequence_logps(logits, tokens, mask):
    counts = mask[:, 1:]
    targets = tokens[:, 1:].masked_fill(~counts, 0)
    log_p = F.log_softmax(logits[:, :-1], dim=-1).gather(-1, targets[..., None]).flatten(1)
    return log_p.masked_fill(~counts, 0.0).double().sum(1)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    chosen = policy_chosen - reference_chosen.detach()
    rejected = policy_rejected - reference_rejected.detach()
    return -F.logsigmoid(beta * (chosen - rejected)).mean()
