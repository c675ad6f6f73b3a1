from torch import nn


class TransformerEncoderBlock(nn.Module):
    """Self-attention and a feed-forward part, each with a residual and a norm."""

    def __init__(self, embed_dim, num_heads, hidden, norm_first=False):
        super().__init__()
        raise NotImplementedError

    def forward(self, x, mask=None):
        """x: (B, T, embed_dim); mask: bool, True where a query may attend to a key. Returns the shape of x."""
        raise NotImplementedError
