import torch
import torch.nn as nn
import torch.nn.functional as F


class SelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.width, rest = divmod(embed_dim, num_heads)
        if rest:
            raise ValueError("heads of unequal width")
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = [nn.Linear(embed_dim, embed_dim) for _ in range(4)]

    def forward(self, x, mask=None):
        result = self.out_proj.bias
        out_parts = self.out_proj.weight.split(self.width, dim=1)
        for q, k, v, w in zip(*(p(x).split(self.width, dim=-1) for p in (self.q_proj, self.k_proj, self.v_proj)), out_parts):
            s = torch.bmm(q, k.mT) / self.width**0.5
            if mask is not None:
                s = s.masked_fill(mask.logical_not(), -float("inf"))
            top = s.amax(dim=-1, keepdim=True).detach()
            e = torch.exp(s - top)
            result = result + F.linear(torch.bmm(e, v) / e.sum(-1, keepdim=True), w)
        return result
