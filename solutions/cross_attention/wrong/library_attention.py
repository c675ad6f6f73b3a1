"""
verdict = "RV"
caught_by = []
en = "F.scaled_dot_product_attention does the work."
zh = "用 F.scaled_dot_product_attention 完成了全部计算。"
"""

from torch import nn
from torch.nn import functional as F


class CrossAttention(nn.Module):
    def __init__(self, embed_dim, num_heads, context_dim=None):
        super().__init__()
        if embed_dim % num_heads != 0:
            raise ValueError(f"embed_dim ({embed_dim}) is not a multiple of num_heads ({num_heads})")
        context_dim = embed_dim if context_dim is None else context_dim
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(context_dim, embed_dim)
        self.v_proj = nn.Linear(context_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)

    def forward(self, x, context, mask=None):
        q, k, v = self.split(self.q_proj(x)), self.split(self.k_proj(context)), self.split(self.v_proj(context))
        mask = None if mask is None else mask.unsqueeze(-3)
        heads = F.scaled_dot_product_attention(q, k, v, mask)
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
