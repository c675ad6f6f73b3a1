"""
verdict = "WA"
caught_by = ["rounded_once", "backward_rounded_once"]
en = "The inverse root goes back to the dtype of x before it is used: it is rounded on the way, not only the result."
zh = "均方根的倒数在使用之前就转回了 x 的 dtype：中途多舍入了一次。"
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
    dtype = x.dtype
    x = x.to(torch.promote_types(x.dtype, torch.float32))
    r = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    r = r.to(dtype).to(x.dtype)
    return x * r, r
