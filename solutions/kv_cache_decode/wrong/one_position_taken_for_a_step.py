"""
verdict = "RTE"
caught_by = ["short_prefills"]
en = "A prefill of one position is taken for a step, and goes on with what was remembered."
zh = "只有一个位置的 prefill 被当作一步，接着用之前记住的内容。"
"""

import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.embed_dim, self.num_heads = embed_dim, num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.keys = self.values = None

    def split(self, t):
        B, N, _ = t.shape
        return t.view(B, N, self.num_heads, self.head_dim).transpose(1, 2)

    def prefill(self, x):
        if x.shape[1] > 1:
            self.keys = self.values = None
        return self.step(x)

    @torch.no_grad()
    def step(self, x):
        B, N, E = x.shape
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(x)), self.split(self.v_proj(x))
        if self.keys is not None:
            k = torch.cat([self.keys, k], dim=2)
            v = torch.cat([self.values, v], dim=2)
        self.keys, self.values = k, v
        P = k.shape[2] - N
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        allowed = torch.ones(N, P + N, dtype=torch.bool).tril(P)
        scores = scores.masked_fill(~allowed, -math.inf)
        heads = torch.softmax(scores, dim=-1) @ v
        return self.out_proj(heads.transpose(1, 2).reshape(B, N, E))
