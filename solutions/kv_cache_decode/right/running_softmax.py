import torch
from torch import nn


class CachedSelfAttention(nn.Module):
    """What is in the cache and what is new are attended to apart, each with its own maximum and sum, and then joined."""

    def __init__(self, embed_dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.scale = (embed_dim // num_heads) ** 0.5
        self.q_proj = nn.Linear(embed_dim, embed_dim)
        self.k_proj = nn.Linear(embed_dim, embed_dim)
        self.v_proj = nn.Linear(embed_dim, embed_dim)
        self.out_proj = nn.Linear(embed_dim, embed_dim)
        self.past = None

    def prefill(self, x):
        self.past = None
        q, k, v = self.project(x)
        self.past = (k, v)
        _, total, weighted = self.part(q, k, v, causal=True)
        return self.merge(weighted / total)

    def step(self, x):
        if self.past is None:
            return self.prefill(x)
        q, k, v = self.project(x)
        top_old, total_old, weighted_old = self.part(q, *self.past, causal=False)
        top_new, total_new, weighted_new = self.part(q, k, v, causal=True)
        self.past = tuple(torch.cat(pair, dim=2) for pair in zip(self.past, (k, v)))
        top = torch.maximum(top_old, top_new)
        old, new = torch.exp(top_old - top), torch.exp(top_new - top)
        return self.merge((weighted_old * old + weighted_new * new) / (total_old * old + total_new * new))

    def part(self, q, k, v, causal):
        scores = q @ k.transpose(-1, -2) / self.scale
        if causal:
            allowed = torch.tril(torch.ones_like(scores[0, 0])).bool()
            scores = torch.where(allowed, scores, float("-inf"))
        top = scores.amax(dim=-1, keepdim=True)
        e = torch.exp(scores - top)
        return top, e.sum(dim=-1, keepdim=True), e @ v

    def project(self, x):
        shape = (*x.shape[:2], self.num_heads, -1)
        return [layer(x).detach().view(shape).permute(0, 2, 1, 3) for layer in (self.q_proj, self.k_proj, self.v_proj)]

    def merge(self, heads):
        return self.out_proj(heads.permute(0, 2, 1, 3).flatten(2))
