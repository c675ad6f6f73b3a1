import torch


def causal_lm_loss(logits, tokens, mask=None):
    """The mean cross-entropy of the next token, from logits (B, T, V), tokens (B, T) and mask (B, T), True where there is text."""
    raise NotImplementedError
