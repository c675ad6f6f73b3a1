"""
verdict = "WA"
caught_by = ["example", "causal", "mask_per_sequence", "masked_gradients"]
en = "The mask is read the wrong way round: keys marked True are excluded. Here True means that a query may attend to the key (in nn.MultiheadAttention's masks it means the opposite). Where no key is left, a large negative number instead of -inf hides it behind equal weights."
zh = "掩码的含义弄反了：标为 True 的键被排除了。本题中 True 表示可以关注（nn.MultiheadAttention 的掩码恰好相反）。当没有任何键剩下时，用很大的负数代替 -inf 会得到均匀的权重，从而掩盖了问题。"
"""

import math

import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError("embed_dim must be a multiple of num_heads")
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, mask=None):
        B, T, E = x.shape
        q = self.q_proj(x).view(B, T, self.num_heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(B, T, self.num_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(B, T, self.num_heads, self.head_dim).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        if mask is not None:
            scores = scores.masked_fill(mask.unsqueeze(-3), -1e9)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, T, E)
        return self.out_proj(out)
