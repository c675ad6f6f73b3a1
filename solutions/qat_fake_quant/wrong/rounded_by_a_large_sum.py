"""
verdict = "WA"
caught_by = ["integers_of_float32"]
en = "It is rounded by adding and taking off a number so large that no fraction is left: beyond a quarter of that, odd integers go too."
zh = "靠加上再减去一个大数来舍入，使小数部分消失：商较大时，奇数也会一起丢掉。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        shift = 1.5 * 2.0 ** (52 if x.dtype == torch.float64 else 23)
        r = ((x / scale + shift) - shift) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
