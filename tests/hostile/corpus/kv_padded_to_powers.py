"""
exercise = "kv_cache_decode"
whole = true
verdict = ["WA", "MLE", "TLE"]
unearned = ["growth", "kept_as_computed"]
wall_s = 120
exploits = "Computes everything anew in each step, padded to the next power of four, so that two of three lengths may cost the same."
stops = "The ratio to the reference is bounded at each length, and the lengths are drawn; keys and values that were never kept follow new weights."
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class CachedSelfAttention(nn.Module):
    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.seen = None

    def prefill(self, x):
        self.seen = None
        return self.step(x)

    def step(self, x):
        new = x.shape[1]
        self.seen = x.clone() if self.seen is None else torch.cat([self.seen, x], dim=1)
        length = self.seen.shape[1]
        padded = 4 ** math.ceil(math.log(length, 4))
        everything = F.pad(self.seen, (0, 0, 0, padded - length))
        return self.full(everything)[:, length - new : length]

    def full(self, x):  # causal attention of all positions; the projections are not "called", so no hook counts them
        q, k, v = (self.split(F.linear(x, p.weight, p.bias)) for p in (self.q_proj, self.k_proj, self.v_proj))
        visible = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril()
        scores = (q @ k.mT / math.sqrt(q.shape[-1])).masked_fill(~visible, -math.inf)
        heads = torch.softmax(scores, dim=-1) @ v
        return self.out_proj(heads.transpose(1, 2).flatten(2))

    def split(self, x):
        return x.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
