"""
verdict = "WA"
caught_by = ["example", "steps", "running_mean", "many_steps"]
en = "A step attends to the cache as it was before, without the new position itself."
zh = "一步只关注之前的缓存，没有包括新位置自己。"
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
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        if self.k_cache is not None:
            k = torch.cat([self.k_cache, k], dim=2)
            v = torch.cat([self.v_cache, v], dim=2)
        self.k_cache = k
        self.v_cache = v
        seen_k, seen_v = (k, v) if k.shape[2] == N else (k[:, :, :-N], v[:, :, :-N])
        scores = q @ seen_k.transpose(-2, -1) / math.sqrt(self.head_dim)
        if seen_k is k:
            mask = torch.ones(N, N, dtype=torch.bool).tril()
            scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ seen_v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
