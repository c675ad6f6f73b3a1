"""
verdict = "WA"
caught_by = ["halves", "halves_and_zero_point"]
en = "Halves are always rounded up, by floor(v + 0.5), instead of to the even integer. Over many values that shifts the mean."
zh = "用 floor(v + 0.5) 舍入，恰在中间的值总是往上取，而不是取偶数。对大量数据来说，均值会因此偏移。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.floor(x / scale + 0.5) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
