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
        """Filling in -inf stops what goes back, so the NaN of an empty row reaches no gradient."""
        (b, t, e), d = x.shape, x.shape[2] // self.num_heads
        q = self.q_proj(x).view(b, t, -1, d).transpose(1, 2)
        k = self.k_proj(context).view(b, context.shape[1], -1, d).transpose(1, 2)
        v = self.v_proj(context).view(b, context.shape[1], -1, d).transpose(1, 2)
        scores = torch.matmul(q * d**-0.5, k.transpose(2, 3))
        if mask is not None:
            scores = scores.masked_fill(~mask if mask.dim() == 2 else ~mask[:, None], -math.inf)
        heads = torch.matmul(torch.nan_to_num(scores.softmax(-1)), v)
        return self.out_proj(heads.transpose(1, 2).reshape(b, t, e))
