import torch
import torch.nn.functional as F


def sequence_logps(logits, tokens, mask):
    batch, length, vocabulary = logits.shape
    targets = torch.where(mask, tokens, torch.full_like(tokens, -100))[:, 1:]
    flat = logits[:, :-1].reshape(-1, vocabulary)
    losses = F.cross_entropy(flat, targets.reshape(-1), ignore_index=-100, reduction="none")
    return -losses.reshape(batch, length - 1).sum(dim=1)


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    reward_chosen = beta * (policy_chosen - reference_chosen.detach())
    reward_rejected = beta * (policy_rejected - reference_rejected.detach())
    return F.softplus(reward_rejected - reward_chosen).mean()
