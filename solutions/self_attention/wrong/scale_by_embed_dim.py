"""
verdict = "WA"
caught_by = ["example", "heads", "causal", "gradients", "mask_per_sequence", "masked_gradients", "finite_differences"]
en = "The scores are divided by sqrt(embed_dim) instead of sqrt(head_dim). A score sums only head_dim products, so with several heads the weights come out too flat."
zh = "分数除以了 sqrt(embed_dim)，而不是 sqrt(head_dim)。每个分数只是 head_dim 个乘积之和，因此头数大于 1 时权重会过于平均。"
"""

import torch
import torch.nn as nn


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError("embed_dim must be a multiple of num_heads")
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.head_dim = embed_dim // num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, mask=None):
        N, length, _ = x.shape
        queries = self.q_proj(x).reshape(N, length, self.num_heads, self.head_dim)
        keys = self.k_proj(x).reshape(N, length, self.num_heads, self.head_dim)
        values = self.v_proj(x).reshape(N, length, self.num_heads, self.head_dim)
        energy = torch.einsum("nqhd,nkhd->nhqk", queries, keys)
        if mask is not None:
            energy = energy.masked_fill(mask.unsqueeze(-3) == 0, float("-1e20"))
        attention = torch.softmax(energy / self.embed_dim**0.5, dim=3)
        out = torch.einsum("nhqk,nkhd->nqhd", attention, values).reshape(N, length, self.embed_dim)
        return self.out_proj(out)
