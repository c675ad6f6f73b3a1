"""
verdict = "WA"
caught_by = ["clip", "zero_point", "outliers"]
en = "Nothing is clipped: values beyond the range are rounded, but no quantised tensor could hold them."
zh = "没有截断：超出范围的值只做了舍入，而量化张量根本存不下它们。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
