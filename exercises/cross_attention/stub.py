from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, context_dim=None):
        super().__init__()
        raise NotImplementedError

    def forward(self, x, context, mask=None):
        """x: (B, T, embed_dim), context: (B, S, context_dim), mask: (T, S), (B, T, S) or (B, 1, S).

        Returns (B, T, embed_dim).
        """
        raise NotImplementedError
