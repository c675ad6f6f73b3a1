import torch
import torch.nn.functional as F
from torch import nn


class TransformerEncoderBlock(nn.Module):
    def __init__(self, embed_dim, num_heads, hidden, norm_first=False):
        super().__init__()
        self.size = embed_dim // num_heads
        self.order = "pre" if norm_first else "post"
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(embed_dim, embed_dim))
        self.linear1, self.linear2 = nn.Linear(embed_dim, hidden), nn.Linear(hidden, embed_dim)
        self.norm1, self.norm2 = nn.LayerNorm(embed_dim), nn.LayerNorm(embed_dim)

    def look(self, x, mask):
        heads = []
        for q, k, v in zip(*(p(x).split(self.size, dim=2) for p in (self.q_proj, self.k_proj, self.v_proj)), strict=True):
            weights = torch.bmm(q, k.transpose(1, 2)) * self.size**-0.5
            if mask is not None:
                weights = torch.where(mask, weights, torch.finfo(weights.dtype).min)
            weights = torch.exp(weights - weights.amax(dim=2, keepdim=True))
            heads.append(torch.bmm(weights / weights.sum(dim=2, keepdim=True), v))
        return self.out_proj(torch.cat(heads, dim=2))

    def think(self, x):
        return self.linear2(F.relu(self.linear1(x)))

    def forward(self, x, mask=None):
        if self.order == "pre":
            y = x + self.look(self.norm1(x), mask)
            return y + self.think(self.norm2(y))
        y = self.norm1(x + self.look(x, mask))
        return self.norm2(y + self.think(y))
