"""
verdict = "WA"
caught_by = ["prefill", "several_positions"]
en = "The heads are split by view(B, H, N, D) alone, which hands each head features of the wrong positions."
zh = "只用 view(B, H, N, D) 拆分多头，每个头拿到的是错误位置的特征。"
"""

import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.k_cache = None
        self.v_cache = None

    def prefill(self, x):
        self.k_cache = None
        self.v_cache = None
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        q = self.q_proj(x).view(B, self.num_heads, N, self.head_dim)
        k = self.k_proj(x).view(B, self.num_heads, N, self.head_dim)
        v = self.v_proj(x).view(B, self.num_heads, N, self.head_dim)
        if self.k_cache is not None:
            k = torch.cat([self.k_cache, k], dim=2)
            v = torch.cat([self.v_cache, v], dim=2)
        self.k_cache = k
        self.v_cache = v
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        past = k.shape[2] - N
        mask = torch.ones(N, past + N, dtype=torch.bool).tril(diagonal=past)
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
