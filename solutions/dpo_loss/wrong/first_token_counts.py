"""
verdict = "RTE"
caught_by = ["first_token"]
en = "The first token counts, judged by its own row."
zh = "第一个 token 也计入了，由它自己那一行评判。"
"""

import torch.nn.functional as F


def sequence_logps(logits, tokens, mask):
    counts = mask[:, 1:]
    targets = tokens[:, 1:].masked_fill(~counts, 0)
    log_p = F.log_softmax(logits[:, :-1], dim=-1).gather(-1, targets[..., None]).flatten(1)
    first = F.log_softmax(logits[:, 0], dim=-1).gather(-1, tokens[:, :1].clamp(min=0))[:, 0]
    return log_p.masked_fill(~counts, 0.0).sum(1) + first.masked_fill(~mask[:, 0], 0.0)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    chosen = policy_chosen - reference_chosen.detach()
    rejected = policy_rejected - reference_rejected.detach()
    return -F.logsigmoid(beta * (chosen - rejected)).mean()
