"""
verdict = "WA"
caught_by = ["gradient_beyond_the_ends"]
en = "The mask looks at x / scale before the rounding: values a little beyond an end get no gradient although they are rounded to the last level."
zh = "掩码看的是舍入之前的 x / scale：略微超出两端的值虽然舍入到最后一级，却得不到梯度。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        v = x / scale + zero_point
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((v >= qmin) & (v <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
