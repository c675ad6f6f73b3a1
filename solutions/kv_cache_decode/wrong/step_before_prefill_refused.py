"""
verdict = "RTE"
caught_by = ["without_prefill"]
en = "A step without prefill finds no cache and raises an error. It begins new sequences."
zh = "没有 prefill 就调用 step 时找不到缓存，抛出异常。它应当开始新的序列。"
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
        self.k_cache = torch.zeros(x.shape[0], self.num_heads, 0, self.head_dim, dtype=x.dtype)
        self.v_cache = self.k_cache
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
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
