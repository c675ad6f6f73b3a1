"""
verdict = "WA"
caught_by = ["new_weights", "steps", "prefill"]
en = "The weights of the projections are joined into one matrix in the constructor. Weights that are loaded later are not in it."
zh = "在构造函数中就把各投影的权重拼成了一个矩阵，之后载入的权重不在其中。"
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
        self.joined = [torch.cat([layer.weight.detach() for layer in (self.q_proj, self.k_proj, self.v_proj)])]

    def prefill(self, x):
        self.k_cache = None
        self.v_cache = None
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        q, k, v = (x @ self.joined[0].to(x.dtype).T).split(E, dim=-1)
        q = (q + self.q_proj.bias).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = (k + self.k_proj.bias).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = (v + self.v_proj.bias).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
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
