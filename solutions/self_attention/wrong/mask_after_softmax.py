"""
verdict = "WA"
caught_by = ["example", "causal", "mask_per_sequence", "equal_scores", "masked_gradients"]
en = "The mask multiplies the weights after the softmax. The excluded keys have already taken their share, so the rest no longer sums to 1."
zh = "掩码是在 softmax 之后与权重相乘的。被排除的键已经分走了权重，剩下的权重之和不再为 1。"
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
        weights = torch.softmax(scores, dim=-1)
        if mask is not None:
            weights = weights * mask.unsqueeze(-3)
        out = (weights @ v).transpose(1, 2).reshape(B, T, E)
        return self.out_proj(out)
