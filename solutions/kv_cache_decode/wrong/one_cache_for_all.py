"""
verdict = "WA"
caught_by = ["two_modules"]
en = "The cache belongs to the class, so all modules write into the same one."
zh = "缓存属于类，所有模块都写进同一个缓存。"
"""

import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    k_cache = None
    v_cache = None

    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def prefill(self, x):
        CachedSelfAttention.k_cache = None
        CachedSelfAttention.v_cache = None
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        if self.k_cache is not None:
            k = torch.cat([self.k_cache, k], dim=2)
            v = torch.cat([self.v_cache, v], dim=2)
        CachedSelfAttention.k_cache = k
        CachedSelfAttention.v_cache = v
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        past = k.shape[2] - N
        mask = torch.ones(N, past + N, dtype=torch.bool).tril(diagonal=past)
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
