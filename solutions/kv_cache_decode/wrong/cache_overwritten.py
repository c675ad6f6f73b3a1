"""
verdict = "WA"
caught_by = ["example", "steps", "running_mean", "any_cut", "many_steps"]
en = "The cache is overwritten with the new keys and values instead of extended: the next step sees this one alone."
zh = "缓存被新的键和值覆盖，而不是延长：下一步只能看到这一步。"
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
            old_k, old_v = self.k_cache, self.v_cache
        else:
            old_k, old_v = k[:, :, :0], v[:, :, :0]
        self.k_cache, self.v_cache = k, v
        k = torch.cat([old_k, k], dim=2)
        v = torch.cat([old_v, v], dim=2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        past = k.shape[2] - N
        mask = torch.ones(N, past + N, dtype=torch.bool).tril(diagonal=past)
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
