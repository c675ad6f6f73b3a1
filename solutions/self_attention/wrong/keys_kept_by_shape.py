"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "Keys and values are computed for the first input of each shape and kept; later inputs of that shape attend to the first one's."
zh = "键和值只对每种形状的第一个输入计算一次并保存；之后同样形状的输入关注的仍是第一个输入的内容。"
"""

import math

import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError("embed_dim must be divisible by num_heads")
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.kept = {}
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, mask=None):
        q = self.split(self.q_proj(x))
        if x.shape not in self.kept:
            self.kept[x.shape] = self.split(self.k_proj(x)), self.split(self.v_proj(x))
        k, v = self.kept[x.shape]
        scores = q @ k.transpose(-2, -1) / math.sqrt(self.head_dim)
        if mask is not None:
            scores = scores.masked_fill(~mask.unsqueeze(-3), -math.inf)
        weights = torch.softmax(scores, dim=-1)
        return self.out_proj((weights @ v).transpose(1, 2).flatten(2))

    def split(self, x):
        return x.view(*x.shape[:2], self.num_heads, self.head_dim).transpose(1, 2)
