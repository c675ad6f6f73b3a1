"""
verdict = "MLE"
caught_by = ["growth", "projected_once", "kept_as_computed"]
en = "The inputs are kept and everything is computed again in each step. The outputs are right, but a step takes time that grows with the square of the context."
zh = "保存的是输入，每一步都把全部内容重新计算一遍。输出正确，但一步的耗时随上下文长度的平方增长。"
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
        new = x.shape[1]
        x = x if self.x is None else torch.cat([self.x, x], dim=1)
        self.x = x
        B, N, E = x.shape
        q = self.q_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, N, self.num_heads, self.head_dim).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        mask = torch.ones(N, N, dtype=torch.bool).tril()
        scores = scores.masked_fill(~mask, -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, N, E)
        return self.out_proj(out)[:, -new:]
