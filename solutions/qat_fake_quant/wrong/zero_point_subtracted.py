"""
verdict = "WA"
caught_by = ["zero_point", "rows", "outliers"]
en = "The zero point has the wrong sign: it is subtracted before the clipping and added after it, so the range lies on the other side."
zh = "零点的符号反了：截断前减去、截断后加上，于是范围落到了另一侧。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) - zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) + zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
