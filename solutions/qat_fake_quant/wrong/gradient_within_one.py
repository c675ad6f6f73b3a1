"""
verdict = "WA"
caught_by = ["gradient"]
en = "The gradient passes where |x| <= 1, as for binary networks, instead of inside of the range of this quantisation."
zh = "梯度在 |x| <= 1 处通过，那是二值网络的做法，而不是看这里的量化范围。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward(x.abs() <= 1)
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
