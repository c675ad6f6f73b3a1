"""
verdict = "WA"
caught_by = ["round", "clip", "rows"]
en = "The integers are returned: the way back, minus zero point and times scale, is missing."
zh = "返回的是整数：漏掉了减零点、乘 scale 的还原步骤。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return r.clamp(qmin, qmax)

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
