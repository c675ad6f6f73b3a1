"""
verdict = "WA"
caught_by = ["standard_inputs_untouched", "input_untouched"]
en = "x.detach() shares its memory with x, and is divided and rounded in place: the caller's tensor holds the integers afterwards."
zh = "x.detach() 与 x 共用内存，却被原地做了除法和舍入：调用之后，调用者的张量里成了整数。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = x.detach()
        r /= scale
        r.round_().add_(zero_point)
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
