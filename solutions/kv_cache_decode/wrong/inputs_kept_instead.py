"""
verdict = "WA"
caught_by = ["projected_once", "kept_as_computed"]
en = "The inputs are kept, and all of them go through k_proj and v_proj again in each step."
zh = "保存的是输入，每一步都让全部输入重新经过 k_proj 和 v_proj。"
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
        self.x = None

    def prefill(self, x):
        self.x = None
        return self.step(x)

    def step(self, x):
        B, N, E = x.shape
        self.x = x if self.x is None else torch.cat([self.x, x], dim=1)
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(self.x).view(B, -1, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(self.x).view(B, -1, self.num_heads, self.head_dim).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        past = k.shape[2] - N
        mask = torch.ones(N, past + N, dtype=torch.bool).tril(diagonal=past)
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)
