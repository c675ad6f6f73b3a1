"""
verdict = "WA"
caught_by = ["float64_x_float32_weight"]
en = "The arithmetic is in the dtype of the weight: a float32 weight makes float32 of a float64 x."
zh = "运算的 dtype 取了 weight 的：weight 为 float32 时，float64 的 x 也按 float32 计算。"
"""

import torch


def rmsnorm(x, weight, eps=1e-6):
    normed, _ = _normalize(x.to(weight.dtype), eps)
    return (normed * weight).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    normed, r = _normalize(x.to(weight.dtype), eps)
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
