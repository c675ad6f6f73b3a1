"""
verdict = "WA"
caught_by = ["scales_of_any_size"]
en = "A small number is added to scale lest it be zero; it is positive already, and may be smaller than that."
zh = "为了防止 scale 为零而给它加了一个小数；scale 本来就是正数，还可能比这个小数更小。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / (scale + 1e-9)) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
