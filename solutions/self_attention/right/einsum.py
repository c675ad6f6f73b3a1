import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super(SelfAttention, self).__init__()
        if num_heads * (embed_dim // num_heads) != embed_dim:
            raise ValueError("embed_dim must be divisible by num_heads")
        self.embed_dim, self.num_heads = embed_dim, num_heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(embed_dim, embed_dim) for _ in range(4))

    def forward(self, x, mask=None):
        B, T, _ = x.shape
        q = self.q_proj(x).reshape(B, T, self.num_heads, -1)
        k = self.k_proj(x).reshape(B, T, self.num_heads, -1)
        v = self.v_proj(x).reshape(B, T, self.num_heads, -1)
        energy = torch.einsum("bihd,bjhd->bhij", q, k) / (self.embed_dim / self.num_heads) ** 0.5
        if mask is not None:
            mask = mask[None, None] if mask.ndim == 2 else mask[:, None]
            energy = energy.masked_fill(mask == 0, -1e20)
        weights = energy.softmax(dim=3)
        return self.out_proj(torch.einsum("bhij,bjhd->bihd", weights, v).reshape(B, T, self.embed_dim))
