import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    """Keys and values of each head grow by a row a time; a position sees the rows that are there when its turn comes."""

    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.keys, self.values = [None] * num_heads, [None] * num_heads

    def prefill(self, x):
        self.keys, self.values = [None] * self.num_heads, [None] * self.num_heads
        return self.step(x)

    def step(self, x):
        with torch.no_grad():
            return torch.stack([self.position(x[:, i]) for i in range(x.shape[1])], dim=1)

    def position(self, x):
        q, k, v = (proj(x).chunk(self.num_heads, dim=-1) for proj in (self.q_proj, self.k_proj, self.v_proj))
        heads = []
        for h in range(self.num_heads):
            keys = self.keys[h] = appended(self.keys[h], k[h])
            values = self.values[h] = appended(self.values[h], v[h])
            scores = torch.einsum("bd,bjd->bj", q[h], keys) / math.sqrt(keys.shape[-1])
            heads.append(torch.einsum("bj,bjd->bd", torch.softmax(scores, dim=-1), values))
        return self.out_proj(torch.cat(heads, dim=-1))


def appended(rows, row):
    """(B, positions, D), with one position more."""
    row = row[:, None]
    return row if rows is None else torch.cat([rows, row], dim=1)
