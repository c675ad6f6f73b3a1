"""
verdict = "WA"
caught_by = ["equal"]
en = "A maximum and an absolute value keep the loss right and give another gradient where the margin is 0."
zh = "用最大值和绝对值写的公式，损失是对的，但差值为 0 时梯度不对。"
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
    return (torch.clamp(-beta * (chosen - rejected), min=0) + torch.log1p(torch.exp(-(beta * (chosen - rejected)).abs()))).mean()
