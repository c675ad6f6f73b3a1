"""
verdict = "WA"
caught_by = ["zero_point", "rows", "zero"]
en = "The zero point is added but not taken off again: all results are shifted, and zero is no longer zero."
zh = "加上了零点却没有再减去：所有结果都被平移，零也不再是零。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return r.clamp(qmin, qmax) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
