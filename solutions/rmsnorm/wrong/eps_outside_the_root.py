"""
verdict = "WA"
caught_by = ["small_entries", "eps"]
en = "eps is added to the root. It belongs inside, added to the mean of the squares: 1e-6 inside counts like 1e-3 outside."
zh = "eps 加在了根号外面。它应当在根号里面，与平方的均值相加：根号内的 1e-6 相当于根号外的 1e-3。"
"""

import torch


def rmsnorm(x, weight, eps=1e-6):
    wide = x.to(torch.promote_types(x.dtype, torch.float32))
    rms = wide.square().mean(dim=-1, keepdim=True).sqrt()
    return (wide / (rms + eps) * weight).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    normed, r = _normalize(x, eps)
    dy = dy.to(normed.dtype)
    g = dy * weight
    # r depends on x as well: what g has along x is taken out again.
    dx = r * (g - normed * (g * normed).mean(dim=-1, keepdim=True))
    dweight = (dy * normed).reshape(-1, x.shape[-1]).sum(dim=0)
    return dx.to(x.dtype), dweight.to(weight.dtype)


def _normalize(x, eps):
    """x / rms(x) and 1 / rms(x), in float32, or in float64 for a float64 x."""
    x = x.to(torch.promote_types(x.dtype, torch.float32))
    r = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    return x * r, r
