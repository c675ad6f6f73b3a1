import torch
import torch.nn.functional as F
from torch import nn


class TransformerEncoderBlock(nn.Module):
    def __init__(self, embed_dim, num_heads, hidden, norm_first=False):
        super().__init__()
        self.num_heads = num_heads
        self.norm_first = bool(norm_first)
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.linear1 = nn.Linear(embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, embed_dim)
        self.norm1 = nn.LayerNorm(embed_dim, eps=1e-5)
        self.norm2 = nn.LayerNorm(embed_dim, eps=1e-5)

    def forward(self, x, mask=None):
        parts = ((self.norm1, lambda y: self.mixed(y, mask)), (self.norm2, self.thought))
        for norm, part in parts:
            x = x + part(norm(x)) if self.norm_first else norm(x + part(x))
        return x

    def mixed(self, x, mask):
        b, t, e = x.shape
        projections = (self.q_proj, self.k_proj, self.v_proj)
        weight = torch.cat([p.weight for p in projections])
        bias = torch.cat([p.bias for p in projections])
        qkv = F.linear(x, weight, bias).view(b, t, 3, self.num_heads, e // self.num_heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q, k.transpose(-2, -1)) / (e // self.num_heads) ** 0.5
        if mask is not None:
            bias = torch.zeros_like(mask, dtype=x.dtype).masked_fill(~mask, float("-inf"))
            scores = scores + (bias if bias.dim() == 2 else bias.unsqueeze(1))
        return self.out_proj(torch.matmul(F.softmax(scores, dim=-1), v).permute(0, 2, 1, 3).reshape(b, t, e))

    def thought(self, x):
        return self.linear2(self.linear1(x).relu())
