"""
verdict = "WA"
says = [
    "Your code returned None; torch.Tensor is expected. Is a `return` missing?",
]
"""

import torch

def scaled_dot_product_attention(q, k, v, mask=None):
    s = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    e = torch.exp(s - s.max(-1, keepdim=True).values)
    print(e / e.sum(-1, keepdim=True) @ v)
