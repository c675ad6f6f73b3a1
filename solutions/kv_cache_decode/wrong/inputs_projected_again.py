"""
verdict = "WA"
caught_by = ["kept_as_computed"]
en = "The inputs are kept, and in each step all of them are multiplied by the weights of k_proj and v_proj again."
zh = "保存的是输入，每一步都让全部输入重新与 k_proj 和 v_proj 的权重相乘。"
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


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
        q = self.split(self.q_proj(x))
        self.cache = x.clone() if self.cache is None else torch.cat([self.cache, x], dim=1)
        k, v = (self.split(F.linear(self.cache, proj.weight, proj.bias)) for proj in (self.k_proj, self.v_proj))
        new, total = q.shape[2], k.shape[2]
        # The queries are the last rows of the square mask that a full recompute would use.
        visible = torch.ones(new, total, dtype=torch.bool).tril(total - new)
        scores = (q @ k.mT / math.sqrt(q.shape[-1])).masked_fill(~visible, -math.inf)  # (B, H, new, total)
        heads = torch.softmax(scores, dim=-1) @ v  # (B, H, new, D)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        """(B, N, E) to (B, H, N, D)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
