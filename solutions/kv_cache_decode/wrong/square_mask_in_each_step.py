"""
verdict = "WA"
caught_by = ["growth"]
en = "Each step makes the mask of all positions by all positions, and takes its last rows. The outputs are right, but the mask alone grows with the square of the context."
zh = "每一步都生成“全部位置 × 全部位置”的掩码，再取最后几行。输出正确，但仅掩码的耗时就随上下文长度的平方增长。"
"""

import math

import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.cache = None

    def prefill(self, x):
        self.cache = None
        return self.step(x)

    def step(self, x):
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(x)), self.split(self.v_proj(x))
        if self.cache is not None:
            k, v = torch.cat([self.cache[0], k], dim=2), torch.cat([self.cache[1], v], dim=2)
        self.cache = k, v
        new, total = q.shape[2], k.shape[2]
        visible = torch.ones(total, total, dtype=torch.bool).tril()[total - new :]
        scores = (q @ k.mT / math.sqrt(q.shape[-1])).masked_fill(~visible, -math.inf)  # (B, H, new, total)
        heads = torch.softmax(scores, dim=-1) @ v  # (B, H, new, D)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        """(B, N, E) to (B, H, N, D)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
