import torch
import torch.nn.functional as F
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError(f"{embed_dim} features do not split into {num_heads} heads")
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.reset_parameters()

    def reset_parameters(self):
        for p in self.parameters():
            nn.init.xavier_uniform_(p) if p.dim() > 1 else nn.init.zeros_(p)

    def forward(self, x, mask=None):
        batch, length, _ = x.size()
        projections = (self.q_proj, self.k_proj, self.v_proj)
        weight = torch.cat([p.weight for p in projections])
        bias = torch.cat([p.bias for p in projections])
        qkv = F.linear(x, weight, bias)
        qkv = qkv.view(batch, length, 3, self.num_heads, self.head_dim).permute(2, 0, 3, 1, 4).contiguous()
        q, k, v = qkv.view(3, batch * self.num_heads, length, self.head_dim)
        bias = x.new_zeros(batch, length, length)
        if mask is not None:
            bias = bias.masked_fill(mask.logical_not(), float("-inf"))
        bias = bias.repeat_interleave(self.num_heads, dim=0)
        weights = torch.softmax(torch.baddbmm(bias, q, k.transpose(1, 2), alpha=self.head_dim**-0.5), dim=2)
        mixed = torch.bmm(weights, v).view(batch, self.num_heads, length, self.head_dim)
        return self.out_proj(mixed.permute(0, 2, 1, 3).contiguous().view(batch, length, self.embed_dim))
