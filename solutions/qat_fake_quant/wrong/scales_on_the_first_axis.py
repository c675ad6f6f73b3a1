"""
verdict = "WA"
caught_by = ["features"]
en = "The scales are always laid along the first axis, whatever their shape says."
zh = "无论形状如何，总是把 scale 沿第一个轴展开。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        if isinstance(scale, torch.Tensor) and scale.numel() > 1:
            scale = scale.reshape(-1, *[1] * (x.ndim - 1))
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
