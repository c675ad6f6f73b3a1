"""
verdict = "WA"
caught_by = ["example", "empty_context", "nothing_left", "nothing_left_gradients"]
en = "Queries with nothing left get NaN: the softmax of -inf alone."
zh = "没有键可用的查询得到 NaN：对全是 -inf 的行做了 softmax。"
"""

import math

import torch
from torch import nn


class CrossAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, context_dim=None):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError(f"embed_dim ({embed_dim}) is not a multiple of num_heads ({num_heads})")
        context_dim = embed_dim if context_dim is None else context_dim
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(context_dim, embed_dim)
        self.v_proj = nn.Linear(context_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, context, mask=None):
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(context)), self.split(self.v_proj(context))
        scores = q @ k.mT / math.sqrt(q.shape[-1])  # (B, H, T, S)
        if mask is None:
            weights = torch.softmax(scores, dim=-1)
        else:
            mask = mask.unsqueeze(-3)  # one mask for all heads
            weights = torch.softmax(scores.masked_fill(~mask, -math.inf), dim=-1)
        heads = weights @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        """(B, N, E) to (B, H, N, D)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
