"""
verdict = "WA"
caught_by = ["heads", "causal", "gradients", "mask_per_sequence", "reordered"]
en = "Heads are split by view(B, H, T, D) and merged by reshape(B, T, E), both without a transpose. Each head then attends within a slice of the sequence instead of over all of it."
zh = "用 view(B, H, T, D) 拆分、用 reshape(B, T, E) 合并，两处都没有转置。于是每个头只在序列的一段内部做注意力，而不是在整个序列上。"
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
        out = (weights @ v).reshape(B, T, E)
        return self.out_proj(out)
