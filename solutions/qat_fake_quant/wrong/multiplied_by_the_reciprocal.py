"""
verdict = "WA"
caught_by = ["halves_by_division"]
en = "The division is a product with 1 / scale, which was rounded itself: what is a half comes out as a little less or more."
zh = "用乘以 1 / scale 代替了除法，而 1 / scale 本身已经舍入过：恰在中间的商会变得略小或略大。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x * (1 / scale)) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
