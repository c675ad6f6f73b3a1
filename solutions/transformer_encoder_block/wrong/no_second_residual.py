"""
verdict = "WA"
caught_by = ["post_norm", "pre_norm"]
en = "The residual around the feed-forward part is missing."
zh = "前馈部分缺少残差。"
"""

import math

import torch
from torch import nn


class TransformerEncoderBlock(nn.Module):
    def __init__(self, embed_dim, num_heads, hidden, norm_first=False):
        super().__init__()
        self.num_heads, self.norm_first = num_heads, norm_first
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.linear1 = nn.Linear(embed_dim, hidden)
        self.linear2 = nn.Linear(hidden, embed_dim)
        self.norm1 = nn.LayerNorm(embed_dim)
        self.norm2 = nn.LayerNorm(embed_dim)

    def forward(self, x, mask=None):
        if self.norm_first:
            x = x + self.attention(self.norm1(x), mask)
            return self.feed_forward(self.norm2(x))
        x = self.norm1(x + self.attention(x, mask))
        return self.norm2(self.feed_forward(x))

    def attention(self, x, mask):
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(x)), self.split(self.v_proj(x))
        scores = q @ k.mT / math.sqrt(q.shape[-1])  # (B, H, T, T)
        if mask is not None:
            scores = scores.masked_fill(~mask.unsqueeze(-3), -math.inf)  # one mask for all heads
        heads = torch.softmax(scores, dim=-1) @ v
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def feed_forward(self, x):
        return self.linear2(torch.relu(self.linear1(x)))

    def split(self, x):
        """(B, T, E) to (B, H, T, D)"""
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
