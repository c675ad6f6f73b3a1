"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Results of one shape and dtype are all written into the same tensor, so a later call overwrites what an earlier one returned."
zh = "形状和 dtype 相同的结果都写进同一个张量，于是后一次调用覆盖了前一次返回的结果。"
"""

import torch

_results = {}


def rmsnorm(x, weight, eps=1e-6):
    normed, _ = _normalize(x, eps)
    y = _results.setdefault((x.shape, x.dtype), torch.empty_like(x))
    return y.copy_(normed * weight)


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
