"""
verdict = "WA"
caught_by = ["two_modules", "standard_any_order_of_calls"]
en = "The keys and values stand in a table of the file, by the size of the batch: modules with batches of one size share them."
zh = "键和值放在文件级的表中，以批次大小为键：批次大小相同的模块共用同一份。"
"""

import math

import torch
from torch import nn

_caches = {}


class CachedSelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def prefill(self, x):
        _caches.pop(len(x), None)
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        if B in _caches:
            k = torch.cat([_caches[B][0], k], dim=2)
            v = torch.cat([_caches[B][1], v], dim=2)
        _caches[B] = k, v
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        past = k.shape[2] - N
        mask = torch.ones(N, past + N, dtype=torch.bool).tril(diagonal=past)
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
