import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    """Causal multi-head self-attention that keeps the keys and values of earlier positions."""

    def __init__(self, embed_dim, num_heads):
        super().__init__()
        raise NotImplementedError

    def prefill(self, x):
        """Begin new sequences. x: (B, T, embed_dim), their first positions. Returns the shape of x."""
        raise NotImplementedError

    def step(self, x):
        """Go on with them. x: (B, N, embed_dim), the next positions. Returns the shape of x."""
        raise NotImplementedError
