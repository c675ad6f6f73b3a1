"""
verdict = "WA"
caught_by = ["dtype", "precision"]
en = "x is converted to float32 first, so that a float64 tensor loses its precision and its dtype."
zh = "先把 x 转成了 float32，float64 张量因此丢失了精度和 dtype。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x.float(), scale, zero_point, qmin, qmax)
