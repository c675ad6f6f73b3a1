"""
verdict = "WA"
caught_by = ["dtype"]
en = "The zero points are made a float64 tensor. Where there are several, a float32 x becomes float64 with them."
zh = "零点被转成了 float64 张量。有多个零点时，float32 的 x 也随之变成 float64。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        zero_point = torch.as_tensor(zero_point).double()
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
