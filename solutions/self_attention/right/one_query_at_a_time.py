import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, embed_dim: int, num_heads: int):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError("every head needs the same number of features")
        self.heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        batch, length, _ = x.shape
        allowed = torch.ones(batch, length, length, dtype=torch.bool) if mask is None else mask.expand(batch, length, length)
        return self.out_proj(torch.stack([self.sequence(x[b], allowed[b]) for b in range(batch)]))

    def sequence(self, x, allowed):
        q, k, v = (proj(x).unflatten(-1, (self.heads, -1)) for proj in (self.q_proj, self.k_proj, self.v_proj))
        return torch.stack([self.query(q[i], k[allowed[i]], v[allowed[i]]) for i in range(len(x))])

    def query(self, q, keys, values):
        """One row for each head in `q`; in the others, for each position that it may attend to."""
        weights = torch.softmax((keys * q).sum(-1) / q.shape[-1] ** 0.5, dim=0)
        return (weights[..., None] * values).sum(0).flatten()
