"""
verdict = "RTE"
caught_by = ["long"]
en = "The cache is a buffer of a fixed length. A sequence that is longer does not fit."
zh = "缓存是固定长度的缓冲区，更长的序列放不下。"
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
        self.length = 0

    def prefill(self, x):
        self.length = 0
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        if self.length == 0:
            shape = (B, self.num_heads, 4096, self.head_dim)
            self.k_cache = torch.zeros(shape, dtype=x.dtype)
            self.v_cache = torch.zeros(shape, dtype=x.dtype)
        self.k_cache[:, :, self.length : self.length + N] = k.detach()
        self.v_cache[:, :, self.length : self.length + N] = v.detach()
        self.length += N
        k = self.k_cache[:, :, : self.length]
        v = self.v_cache[:, :, : self.length]
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        past = k.shape[2] - N
        mask = torch.ones(N, past + N, dtype=torch.bool).tril(diagonal=past)
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
