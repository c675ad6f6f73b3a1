"""
verdict = "WA"
caught_by = ["zero_point", "rows", "gradient_at_the_ends"]
en = "The value is clipped to the range before the zero point is added, as if the zero point were zero."
zh = "在加零点之前就按整数范围截断了，相当于把零点当作零。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale)
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return r.clamp(qmin, qmax) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
