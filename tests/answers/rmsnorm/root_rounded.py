"""
verdict = "WA"
diagnosis = ""
says = []
"""

import torch


def rmsnorm(x, weight, eps=1e-6):
    dt = torch.float64 if x.dtype == torch.float64 else torch.float32
    xf, wf = x.to(dt), weight.to(dt)
    rms = torch.sqrt((xf ** 2).mean(dim=-1, keepdim=True) + eps)
    return (xf / rms.to(x.dtype).to(dt) * wf).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    dt = torch.float64 if x.dtype == torch.float64 else torch.float32
    dyf, xf, wf = dy.to(dt), x.to(dt), weight.to(dt)
    D = x.shape[-1]
    r = 1.0 / torch.sqrt((xf ** 2).mean(dim=-1, keepdim=True) + eps)
    g = dyf * wf
    dx = r * g - r ** 3 * xf * (g * xf).sum(dim=-1, keepdim=True) / D
    dw = (dyf * xf * r).reshape(-1, D).sum(dim=0)
    return dx.to(x.dtype), dw.to(weight.dtype)
