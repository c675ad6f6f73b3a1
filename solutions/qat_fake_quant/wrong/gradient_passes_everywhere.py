"""
verdict = "WA"
caught_by = ["gradient", "rows", "gradient_of_clipping"]
en = "The gradient passes everywhere, also where the value was clipped: weights beyond the range are pushed further although nothing changes."
zh = "梯度处处通过，被截断的地方也不例外：超出范围的权重会被继续往外推，而输出毫无变化。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
