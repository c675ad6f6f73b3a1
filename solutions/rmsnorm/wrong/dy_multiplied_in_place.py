"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "dy is multiplied by the weight in place. Where dy already had the dtype of the arithmetic, that is the caller's tensor."
zh = "dy 被原地乘上了 weight。如果 dy 本来就是运算所用的 dtype，改写的就是调用者的张量。"
"""

import torch


def rmsnorm(x, weight, eps=1e-6):
    normed, _ = _normalize(x, eps)
    return (normed * weight).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    normed, r = _normalize(x, eps)
    dy = dy.to(normed.dtype)
    dweight = (dy * normed).reshape(-1, x.shape[-1]).sum(dim=0)
    g = dy.mul_(weight)
    # r depends on x as well: what g has along x is taken out again.
    dx = r * (g - normed * (g * normed).mean(dim=-1, keepdim=True))
    return dx.to(x.dtype), dweight.to(weight.dtype)


def _normalize(x, eps):
    """x / rms(x) and 1 / rms(x), in float32, or in float64 for a float64 x."""
    x = x.to(torch.promote_types(x.dtype, torch.float32))
    r = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    return x * r, r
