import math

import torch
from torch import nn


def masked_softmax(scores, mask):
    scores = torch.where(mask, scores, torch.full_like(scores, -math.inf))
    e = (scores - scores.max(dim=-1, keepdim=True).values.detach()).exp()
    return e / e.sum(dim=-1, keepdim=True)


class Head:
    """One head's share of the four projections."""

    def __init__(self, attention, rows):
        self.attention, self.rows = attention, rows

    def __call__(self, x, mask):
        q, k, v = (x @ p.weight[self.rows].T + p.bias[self.rows] for p in self.attention.projections()[:3])
        weights = masked_softmax(q / math.sqrt(q.shape[-1]) @ k.transpose(1, 2), mask)
        return weights @ v @ self.attention.out_proj.weight[:, self.rows].T


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, device=None):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError("embed_dim % num_heads != 0")
        size = embed_dim // num_heads
        self.blocks = [slice(start, start + size) for start in range(0, embed_dim, size)]
        self.q_proj = nn.Linear(embed_dim, embed_dim, device=device)
        self.k_proj = nn.Linear(embed_dim, embed_dim, device=device)
        self.v_proj = nn.Linear(embed_dim, embed_dim, device=device)
        self.out_proj = nn.Linear(embed_dim, embed_dim, device=device)

    def projections(self):
        return self.q_proj, self.k_proj, self.v_proj, self.out_proj

    def forward(self, x, mask=None, **unused):
        if mask is None:
            mask = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool)
        # Concatenation followed by out_proj is a sum over heads.
        return self.out_proj.bias + sum(Head(self, rows)(x, mask) for rows in self.blocks)
