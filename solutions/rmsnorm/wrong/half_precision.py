"""
verdict = "WA"
caught_by = ["large", "rounded_once", "backward_rounded_once", "tiny_float16"]
en = "Everything is computed in the dtype of x. In float16 the squares overflow or vanish, and every step rounds."
zh = "所有运算都用 x 的 dtype。在 float16 下平方会上溢或变成 0，而且每一步都在舍入。"
"""

import torch


def rmsnorm(x, weight, eps=1e-6):
    normed, _ = _normalize(x, eps)
    return (normed * weight).to(x.dtype)


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
    r = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    return x * r, r
