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
        q, k, v = self.q_proj(x), self.k_proj(context), self.v_proj(context)
        size = q.shape[-1] // self.num_heads
        heads = []
        for start in range(0, q.shape[-1], size):
            own = slice(start, start + size)
            scores = torch.bmm(q[..., own], k[..., own].transpose(1, 2)) * size**-0.5
            e = torch.exp(scores - scores.detach().amax(dim=-1, keepdim=True))
            if mask is not None:
                allowed = mask.expand(scores.shape)
                low = torch.finfo(scores.dtype).min
                top = scores.detach().masked_fill(~allowed, low).amax(dim=-1, keepdim=True)
                e = torch.exp((scores - top).masked_fill(~allowed, -math.inf))
            total = e.sum(dim=-1, keepdim=True)
            heads.append(torch.bmm(e / torch.where(total > 0, total, torch.ones_like(total)), v[..., own]))
        return self.out_proj(torch.cat(heads, dim=-1))
