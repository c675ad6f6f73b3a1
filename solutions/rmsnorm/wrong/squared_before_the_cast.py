"""
verdict = "WA"
caught_by = ["large", "tiny_float16", "backward_large_float16"]
en = "x is squared in its own dtype and cast afterwards. By then float16 has overflowed already."
zh = "先用 x 自己的 dtype 求平方，之后才转换。可这时 float16 已经溢出了。"
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
    squares = x.square()
    x, squares = (t.to(torch.promote_types(x.dtype, torch.float32)) for t in (x, squares))
    r = torch.rsqrt(squares.mean(dim=-1, keepdim=True) + eps)
    return x * r, r
