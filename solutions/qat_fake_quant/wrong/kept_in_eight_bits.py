"""
verdict = "WA"
caught_by = ["wide_ranges"]
en = "The clipped integers are kept in eight bits, signed or unsigned. Levels of a wider range wrap around."
zh = "截断后的整数存放在 8 位类型里（有符号或无符号）。范围更宽时会回绕。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        q = r.clamp(qmin, qmax).to(torch.int8 if qmin < 0 else torch.uint8)
        return (q.to(x.dtype) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
