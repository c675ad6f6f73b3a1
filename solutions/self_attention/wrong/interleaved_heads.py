"""
verdict = "WA"
caught_by = ["example", "heads", "causal", "gradients", "mask_per_sequence"]
en = "Each head takes every H-th feature (the last axis is split as (D, H)) instead of a block of D neighbours."
zh = "每个头每隔 H 个取一个特征（最后一个轴按 (D, H) 拆分），而不是取一段相邻的 D 个特征。"
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
        q = self.q_proj(x).view(B, T, self.head_dim, self.num_heads).permute(0, 3, 1, 2)
        k = self.k_proj(x).view(B, T, self.head_dim, self.num_heads).permute(0, 3, 1, 2)
        v = self.v_proj(x).view(B, T, self.head_dim, self.num_heads).permute(0, 3, 1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        if mask is not None:
            scores = scores.masked_fill(~mask.unsqueeze(-3), -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).permute(0, 2, 3, 1).reshape(B, T, E)
        return self.out_proj(out)
