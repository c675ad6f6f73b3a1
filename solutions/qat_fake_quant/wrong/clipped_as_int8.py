"""
verdict = "RTE"
caught_by = ["outliers"]
en = "The integers are converted to int8 before the clipping, so that values beyond the range wrap around."
zh = "在截断之前就转换成了 int8，超出范围的值会回绕。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = (torch.round(x / scale) + zero_point).to(torch.int64).to(torch.int8)
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
