"""
verdict = "WA"
says = [
    "Calling `backward` on what your code returned raised `RuntimeError`.",
    "modified by an inplace operation",
]
"""

import torch

def scaled_dot_product_attention(q, k, v, mask=None):
    dtype = q.dtype
    q, k, v = q.double(), k.double(), v.double()
    s = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        s = s.masked_fill(~mask, float("-inf")) if mask.dtype == torch.bool else s + mask.double()
    m = s.amax(-1, keepdim=True).detach()
    m = torch.where(torch.isinf(m), torch.zeros_like(m), m)
    e = torch.exp(s - m)
    t = e.sum(-1, keepdim=True)
    y = (e / torch.where(t == 0, torch.ones_like(t), t) @ v).to(dtype)
    e.zero_()
    return y
    return (e / torch.where(t == 0, torch.ones_like(t), t) @ v).to(dtype)
