import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    """Keys and values of a piece are kept at once; then each position in turn sees the rows up to its own, and no mask."""

    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.keys = self.values = None

    def prefill(self, x):
        self.keys = self.values = None
        return self.step(x)

    def step(self, x):
        with torch.no_grad():
            q, k, v = (self.heads(proj(x)) for proj in (self.q_proj, self.k_proj, self.v_proj))
            self.keys, self.values = appended(self.keys, k), appended(self.values, v)
            first = self.keys.shape[2] - x.shape[1] + 1  # so many rows the first of the new positions sees
            heads = [self.position(q[:, :, i : i + 1], first + i) for i in range(x.shape[1])]
            return self.out_proj(torch.cat(heads, dim=2).transpose(1, 2).flatten(2))

    def position(self, q, rows):
        """What one query, (B, H, 1, D), takes from the first `rows` rows."""
        scores = q @ self.keys[:, :, :rows].transpose(2, 3) / math.sqrt(q.shape[-1])
        return torch.softmax(scores, dim=-1) @ self.values[:, :, :rows]

    def heads(self, x):
        """(B, N, E) to (B, H, N, D)"""
        return torch.stack(x.chunk(self.num_heads, dim=-1), dim=1)


def appended(rows, new):
    """(B, H, positions, D), with more positions."""
    return new if rows is None else torch.cat([rows, new], dim=2)
