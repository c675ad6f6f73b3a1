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
        """A key beside the others, with value 0, is open to those that have no other."""
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(context)), self.split(self.v_proj(context))
        scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        if mask is None:
            mask = torch.ones(scores.shape[-2:], dtype=torch.bool)
        mask = (mask if mask.dim() == 2 else mask[:, None]).expand(scores.shape)
        beside = torch.zeros_like(scores[..., :1]).masked_fill(mask.any(dim=-1, keepdim=True), -math.inf)
        scores = torch.cat([scores.masked_fill(~mask, -math.inf), beside], dim=-1)
        v = torch.cat([v, torch.zeros_like(v[:, :, :1])], dim=2)
        heads = torch.softmax(scores, dim=-1) @ v
        return self.out_proj(heads.permute(0, 2, 1, 3).reshape(x.shape))

    def split(self, x):
        return x.reshape(x.shape[0], x.shape[1], self.num_heads, -1).permute(0, 2, 1, 3)
