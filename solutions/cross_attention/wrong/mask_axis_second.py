"""
verdict = "RTE"
caught_by = ["mask_shapes", "all_alike"]
en = "The axis for the heads is put second in every mask, also in (T, S)."
zh = "对每个掩码都在第二个轴处补上头的轴，包括 (T, S)。"
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
            mask = mask.unsqueeze(1)  # one mask for all heads
            nothing_left = ~mask.any(dim=-1, keepdim=True)
            # A row without keys is left open, for the softmax of -inf alone is NaN, and so is its gradient.
            weights = torch.softmax(scores.masked_fill(~(mask | nothing_left), -math.inf), dim=-1)
            weights = weights.masked_fill(nothing_left, 0.0)
        heads = weights @ v  # (B, H, T, D)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        """(B, N, E) to (B, H, N, D)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
