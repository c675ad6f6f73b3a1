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
        b, t, e = x.shape
        s, h = context.shape[1], self.num_heads
        q = self.q_proj(x).reshape(b, t, h, e // h)
        k = self.k_proj(context).reshape(b, s, h, e // h)
        v = self.v_proj(context).reshape(b, s, h, e // h)
        scores = torch.einsum("bthd,bshd->bhts", q, k) / math.sqrt(e // h)
        allowed = torch.ones(b, t, s, dtype=torch.bool) if mask is None else mask.expand(b, t, s)
        scores = torch.where(allowed[:, None], scores, torch.finfo(scores.dtype).min)
        weights = scores.softmax(dim=-1) * allowed[:, None]
        return self.out_proj(torch.einsum("bhts,bshd->bthd", weights, v).reshape(b, t, e))
