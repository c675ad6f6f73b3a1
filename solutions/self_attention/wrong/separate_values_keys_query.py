"""
verdict = "CE"
caught_by = []
en = "forward takes values, keys and query as three arguments, as an encoder-decoder module does. In self-attention all three come from the one input x."
zh = "forward 接收 values、keys、query 三个参数，这是编码器-解码器注意力的写法。自注意力中三者都来自同一个输入 x。"
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

    def forward(self, values, keys, query, mask):
        N, length, _ = query.shape
        queries = self.q_proj(query).reshape(N, length, self.num_heads, self.head_dim)
        keys = self.k_proj(keys).reshape(N, keys.shape[1], self.num_heads, self.head_dim)
        values = self.v_proj(values).reshape(N, values.shape[1], self.num_heads, self.head_dim)
        energy = torch.einsum("nqhd,nkhd->nhqk", queries, keys)
        if mask is not None:
            energy = energy.masked_fill(mask.unsqueeze(-3) == 0, float("-1e20"))
        attention = torch.softmax(energy / self.embed_dim**0.5, dim=3)
        out = torch.einsum("nhqk,nkhd->nqhd", attention, values).reshape(N, length, self.embed_dim)
        return self.out_proj(out)
