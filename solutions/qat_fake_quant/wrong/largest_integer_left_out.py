"""
verdict = "WA"
caught_by = ["clip", "zero_point", "gradient_at_the_ends"]
en = "qmax is taken as the end of a Python range, so the last level is never used."
zh = "把 qmax 当成了 Python range 的终点，于是最后一级从未被用到。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r < qmax))
        return (r.clamp(qmin, qmax - 1) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
