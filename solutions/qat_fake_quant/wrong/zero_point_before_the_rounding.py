"""
verdict = "WA"
caught_by = ["halves_and_zero_point"]
en = "The zero point is added before the rounding. With an odd one, halves go to the other neighbour."
zh = "在舍入之前就加上了零点。零点为奇数时，恰在中间的值会舍入到另一侧。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale + zero_point)
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
