"""
verdict = "WA"
caught_by = ["far_sizes"]
en = "dx contains the cube of one over the root, which leaves the range of float32 where the squares still fit."
zh = "dx 中用到了根的倒数的三次方：平方还放得下的时候，三次方已经超出 float32 的范围。"
"""

import torch


def wide(x):
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
    dx = r * gw - a * r**3 * (gw * a).mean(dim=-1, keepdim=True)
    dweight = (g * n).reshape(-1, a.shape[-1]).sum(dim=0)
    return dx.to(x.dtype), dweight.to(weight.dtype)
