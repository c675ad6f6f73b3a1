"""
verdict = "WA"
caught_by = ["backward_after_other_forward", "standard_any_order_of_calls"]
en = "backward takes the normalised x and the root that the last forward of that shape left behind, instead of its own."
zh = "反向直接取用上一次同形状的前向留下的归一化结果和均方根，而不是由传入的 x 重新计算。"
"""

import torch

_last = {}


def rmsnorm(x, weight, eps=1e-6):
    normed, _ = _last[x.shape] = _normalize(x, eps)
    return (normed * weight).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    normed, r = _last.get(x.shape) or _normalize(x, eps)
    work = torch.promote_types(x.dtype, torch.float32)
    normed, r = normed.to(work), r.to(work)
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
