import torch


def sequence_logps(logits, tokens, mask):
    """logits (B, T, V), tokens (B, T), mask (B, T), True in the answer; the sum of log-probabilities, (B,)."""
    raise NotImplementedError


def dpo_loss(policy_chosen, policy_rejected, reference_chosen, reference_rejected, beta=0.1):
    """Four tensors (B,) of log-probabilities; the loss, a scalar."""
    raise NotImplementedError
