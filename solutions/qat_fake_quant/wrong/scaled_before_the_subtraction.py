"""
verdict = "WA"
caught_by = ["integers_of_float32"]
en = "q and the zero point are multiplied by scale apart from each other, and rounded: their difference keeps few digits where both are large."
zh = "q 和零点先各自乘以 scale，各自舍入：两者都很大时，差就没剩几位有效数字。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return r.clamp(qmin, qmax) * scale - zero_point * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
