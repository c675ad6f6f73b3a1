"""
verdict = "WA"
caught_by = ["large_margins", "small_loss"]
en = "A small number in the logarithm hides how bad a pair is, and cuts its gradient off."
zh = "对数里加了一个小数：掩盖了一对回答有多糟，也切断了它的梯度。"
"""

import torch
import torch.nn.functional as F


def sequence_logps(logits, tokens, mask):
    counts = mask[:, 1:]
    targets = tokens[:, 1:].masked_fill(~counts, 0)
    log_p = F.log_softmax(logits[:, :-1], dim=-1).gather(-1, targets[..., None]).flatten(1)
    return log_p.masked_fill(~counts, 0.0).sum(1)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    chosen = policy_chosen - reference_chosen.detach()
    rejected = policy_rejected - reference_rejected.detach()
    return -torch.log(torch.sigmoid(beta * (chosen - rejected)) + 1e-12).mean()
