import torch
from torch import nn


def normed(norm, x):
    centred = x - x.mean(-1, keepdim=True)
    variance = centred.square().mean(-1, keepdim=True)
    return centred * torch.rsqrt(variance + norm.eps) * norm.weight + norm.bias


class TransformerEncoderBlock(nn.Module):
    def __init__(self, embed_dim, num_heads, hidden, norm_first=False):
        super().__init__()
        self.h = num_heads
        self.norm_first = norm_first
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(embed_dim, embed_dim) for _ in range(4))
        self.linear1 = nn.Linear(embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, embed_dim)
        self.norm1 = nn.LayerNorm(embed_dim)
        self.norm2 = nn.LayerNorm(embed_dim)

    def forward(self, x, mask=None):
        batch, length, features = x.shape
        y = normed(self.norm1, x) if self.norm_first else x
        q, k, v = (p(y).reshape(batch, length, self.h, -1) for p in (self.q_proj, self.k_proj, self.v_proj))
        scores = torch.einsum("bihd,bjhd->bhij", q, k) / (features / self.h) ** 0.5
        if mask is not None:
            allowed = mask if mask.dim() == 2 else mask[:, None]
            scores = scores.masked_fill(allowed.logical_not(), float("-inf"))
        mixed = torch.einsum("bhij,bjhd->bihd", scores.softmax(-1), v).reshape(batch, length, features)
        x = x + self.out_proj(mixed)
        x = x if self.norm_first else normed(self.norm1, x)
        y = normed(self.norm2, x) if self.norm_first else x
        x = x + self.linear2(self.linear1(y).clamp(min=0))
        return x if self.norm_first else normed(self.norm2, x)
