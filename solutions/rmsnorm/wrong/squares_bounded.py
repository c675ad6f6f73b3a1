"""
verdict = "WA"
caught_by = ["far_sizes"]
en = "The sum of the squares is cut off at 1e30, lest it overflow; it is larger where x is."
zh = "为防溢出，把平方和截断在 1e30；x 很大时它本来就比这更大。"
"""

import torch


def wide(x):
    return x.double() if x.dtype == torch.float64 else x.float()


def rmsnorm(x, weight, eps=1e-6):
    a, w = wide(x), weight.to(wide(x).dtype)
    r = torch.rsqrt((a * a).mean(dim=-1, keepdim=True).clamp(max=1e30) + eps)
    return (a * r * w).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    a, g = wide(x), wide(dy)
    w = weight.to(a.dtype)
    r = torch.rsqrt((a * a).mean(dim=-1, keepdim=True).clamp(max=1e30) + eps)
    n = a * r
    gw = g * w
    dx = r * (gw - n * (gw * n).mean(dim=-1, keepdim=True))
    dweight = (g * n).reshape(-1, a.shape[-1]).sum(dim=0)
    return dx.to(x.dtype), dweight.to(weight.dtype)
