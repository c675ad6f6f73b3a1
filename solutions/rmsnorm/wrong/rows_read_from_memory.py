"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The elements of x are taken as if they lay in memory row by row."
zh = "把 x 的元素当作在内存中逐行相邻来读取。"
"""

import torch


def wide(x):
    x = torch.as_strided(x, x.shape, torch.empty(x.shape, device='meta').stride())
    return x.double() if x.dtype == torch.float64 else x.float()


def rmsnorm(x, weight, eps=1e-6):
    a, w = wide(x), weight.to(wide(x).dtype)
    r = torch.rsqrt((a * a).mean(dim=-1, keepdim=True) + eps)
    return (a * r * w).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    a, g = wide(x), wide(dy)
    w = weight.to(a.dtype)
    r = torch.rsqrt((a * a).mean(dim=-1, keepdim=True) + eps)
    n = a * r
    gw = g * w
    dx = r * (gw - n * (gw * n).mean(dim=-1, keepdim=True))
    dweight = (g * n).reshape(-1, a.shape[-1]).sum(dim=0)
    return dx.to(x.dtype), dweight.to(weight.dtype)
