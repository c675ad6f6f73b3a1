"""
verdict = "WA"
caught_by = ["gradient", "gradient_at_the_ends", "rows"]
en = "The mask compares the integer without its zero point, so the range of the gradient is shifted against that of the values."
zh = "计算掩码时整数没有加零点，于是梯度的范围与数值的范围错开了。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r - zero_point >= qmin) & (r - zero_point <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
