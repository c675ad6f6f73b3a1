"""
verdict = "WA"
caught_by = ["gradient", "gradient_at_the_ends", "outliers"]
en = "The mask is made from the clipped integers, which are all inside of the range: the gradient passes everywhere."
zh = "掩码由截断之后的整数算出，而它们全都在范围之内：梯度处处通过。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        r = r.clamp(qmin, qmax)
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
