"""
verdict = "WA"
says = [
    "The answer differs from the expected one in all 24 values.",
]
"""

import torch


class _Attention(torch.autograd.Function):
    @staticmethod
    def forward(ctx, q, k, v, mask):
        dtype = q.dtype
        q, k, v = q.double(), k.double(), v.double()
        s = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        if mask is not None:
            s = s.masked_fill(~mask, float("-inf")) if mask.dtype == torch.bool else s + mask.double()
        m = s.amax(-1, keepdim=True)
        e = torch.exp(s - torch.where(torch.isinf(m), torch.zeros_like(m), m))
        t = e.sum(-1, keepdim=True)
        p = e / torch.where(t == 0, torch.ones_like(t), t)
        ctx.save_for_backward(q, k, v, p)
        return (p @ v).to(dtype)

    @staticmethod
    def backward(ctx, g):
        q, k, v, p = ctx.saved_tensors
        ds = p * (g @ v.mT - (p * (g @ v.mT)).sum(-1, keepdim=True))
        return ds @ k, ds.mT @ q, p.mT @ g, None


def scaled_dot_product_attention(q, k, v, mask=None):
    return _Attention.apply(q, k, v, mask)
