from torch import nn


class SelfAttention(nn.Module):
    """Multi-head self-attention over sequences of vectors."""

    def __init__(self, embed_dim, num_heads):
        super().__init__()
        raise NotImplementedError

    def forward(self, x, mask=None):
        """x: (B, T, embed_dim); mask: bool, True where a query may attend to a key. Returns the shape of x."""
        raise NotImplementedError
