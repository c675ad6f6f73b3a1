"""
verdict = "WA"
caught_by = ["example", "heads", "causal", "gradients", "mask_per_sequence", "reordered"]
en = "view(B, H, T, D) alone splits the heads. The shape is right, but each head gets features of the wrong positions: split the last axis into (H, D) first, then transpose."
zh = "只用 view(B, H, T, D) 拆分多头。形状对了，但每个头拿到的是错误位置的特征：应先把最后一个轴拆成 (H, D)，再转置。"
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
        q = self.q_proj(x).view(B, self.num_heads, T, self.head_dim)
        k = self.k_proj(x).view(B, self.num_heads, T, self.head_dim)
        v = self.v_proj(x).view(B, self.num_heads, T, self.head_dim)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        if mask is not None:
            scores = scores.masked_fill(~mask.unsqueeze(-3), -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, T, E)
        return self.out_proj(out)
