"""
verdict = "WA"
caught_by = ["parameters", "heads", "causal", "gradients"]
en = "q_proj, k_proj and v_proj map one head's features, Linear(head_dim, head_dim), and are shared by all heads. Each head needs rows of its own in a Linear(embed_dim, embed_dim)."
zh = "q_proj、k_proj、v_proj 只映射一个头的特征，即 Linear(head_dim, head_dim)，并被所有头共用。每个头应当在 Linear(embed_dim, embed_dim) 中有自己的行。"
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
        self.q_proj = nn.Linear(self.head_dim, self.head_dim)
        self.k_proj = nn.Linear(self.head_dim, self.head_dim)
        self.v_proj = nn.Linear(self.head_dim, self.head_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, mask=None):
        B, T, E = x.shape
        x = x.view(B, T, self.num_heads, self.head_dim)
        q = self.q_proj(x).transpose(1, 2)
        k = self.k_proj(x).transpose(1, 2)
        v = self.v_proj(x).transpose(1, 2)
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        if mask is not None:
            scores = scores.masked_fill(~mask.unsqueeze(-3), -math.inf)
        weights = torch.softmax(scores, dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(B, T, E)
        return self.out_proj(out)
