"""
verdict = "WA"
caught_by = ["clip", "gradient", "rows"]
en = "The range is that of int8, -128 to 127, whatever qmin and qmax are."
zh = "无论 qmin 和 qmax 是多少，都用了 int8 的范围 -128 到 127。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        qmin, qmax = -128, 127
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
