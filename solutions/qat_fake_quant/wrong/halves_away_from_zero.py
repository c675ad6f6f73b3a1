"""
verdict = "WA"
caught_by = ["halves", "halves_and_zero_point"]
en = "Halves are rounded away from zero, as at school, instead of to the even integer."
zh = "恰在中间的值按四舍五入远离零取整，而不是取偶数。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.sign(x) * torch.floor(torch.abs(x / scale) + 0.5) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
