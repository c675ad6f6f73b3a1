"""
verdict = "WA"
caught_by = ["float32_weight", "backward_float32_weight"]
en = "The weight is converted to the dtype of x first. A float32 weight has lost half of its digits before half-precision x meets it."
zh = "先把 weight 转成了 x 的 dtype。x 为半精度时，float32 的 weight 在相乘之前就丢了一半的有效数字。"
"""

import torch


def rmsnorm(x, weight, eps=1e-6):
    normed, _ = _normalize(x, eps)
    return (normed * weight.to(x.dtype)).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    normed, r = _normalize(x, eps)
    dy = dy.to(normed.dtype)
    g = dy * weight.to(x.dtype)
    # r depends on x as well: what g has along x is taken out again.
    dx = r * (g - normed * (g * normed).mean(dim=-1, keepdim=True))
    dweight = (dy * normed).reshape(-1, x.shape[-1]).sum(dim=0)
    return dx.to(x.dtype), dweight.to(weight.dtype)


def _normalize(x, eps):
    """x / rms(x) and 1 / rms(x), in float32, or in float64 for a float64 x."""
    x = x.to(torch.promote_types(x.dtype, torch.float32))
    r = torch.rsqrt(x.square().mean(dim=-1, keepdim=True) + eps)
    return x * r, r
