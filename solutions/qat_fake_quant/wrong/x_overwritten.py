"""
verdict = "WA"
caught_by = ["input_untouched"]
en = "The levels are written into x itself, the caller's tensor."
zh = "把量化结果直接写进了 x，也就是调用者的张量。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return x.data.copy_((r.clamp(qmin, qmax) - zero_point) * scale).clone()

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
