import torch
import torch.nn as nn
import torch.nn.functional as F


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.head_dim, rest = divmod(embed_dim, num_heads)
        if rest:
            raise ValueError("embed_dim must be a multiple of num_heads")
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, nn.Linear(embed_dim, embed_dim))

    def forward(self, x, mask=None):
        heads = []
        for q, k, v in zip(*(p(x).split(self.head_dim, dim=2) for p in (self.q_proj, self.k_proj, self.v_proj))):
            scores = torch.bmm(q, k.mT) * self.head_dim**-0.5
            if mask is not None:
                scores[~mask.expand_as(scores)] = float("-inf")
            heads.append(F.softmax(scores, -1).bmm(v))
        return self.out_proj(torch.cat(heads, dim=2))
