"""
verdict = "WA"
caught_by = ["parameters", "sources", "mask_shapes", "one_query"]
en = "k_proj and v_proj take embed_dim features, whatever context_dim is."
zh = "无论 context_dim 是多少，k_proj 和 v_proj 都接收 embed_dim 个特征。"
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
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, context, mask=None):
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(context)), self.split(self.v_proj(context))
        scores = q @ k.mT / math.sqrt(q.shape[-1])  # (B, H, T, S)
        if mask is None:
            weights = torch.softmax(scores, dim=-1)
        else:
            mask = mask.unsqueeze(-3)  # one mask for all heads
            nothing_left = ~mask.any(dim=-1, keepdim=True)
            # A row without keys is left open, for the softmax of -inf alone is NaN, and so is its gradient.
            weights = torch.softmax(scores.masked_fill(~(mask | nothing_left), -math.inf), dim=-1)
            weights = weights.masked_fill(nothing_left, 0.0)
        heads = weights @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        """(B, N, E) to (B, H, N, D)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
