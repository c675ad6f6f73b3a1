"""
verdict = "WA"
caught_by = ["outliers"]
en = "The integers are converted to int32 before the clipping. An outlier does not fit and comes back as some other integer, at the wrong end."
zh = "在截断之前就转换成了 int32。离群值放不下，变成了别的整数，落到错误的一端。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale).to(torch.int32) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
