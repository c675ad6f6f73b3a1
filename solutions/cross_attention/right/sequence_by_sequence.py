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
        outputs = []
        for b in range(x.shape[0]):
            q, k, v = self.q_proj(x[b]), self.k_proj(context[b]), self.v_proj(context[b])
            q, k, v = (a.unflatten(-1, (self.num_heads, -1)).movedim(1, 0) for a in (q, k, v))
            scores = q.matmul(k.mT).div(math.sqrt(q.shape[-1]))
            if mask is not None:
                own = mask if mask.dim() == 2 else mask[b]
                scores = scores.masked_fill(torch.logical_not(own), -math.inf)
            finite = torch.nan_to_num(scores.amax(dim=-1, keepdim=True), neginf=0.0)
            e = (scores - finite).exp()
            weights = e / e.sum(dim=-1, keepdim=True).clamp(min=1e-30)
            outputs.append(self.out_proj(weights.matmul(v).movedim(0, 1).flatten(1)))
        return torch.stack(outputs)
