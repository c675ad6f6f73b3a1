"""
verdict = "WA"
caught_by = ["precision"]
en = "The scale, a Python number, becomes a float32 tensor: with a float64 x it has lost half of its digits."
zh = "scale 原是 Python 的数，却变成了 float32 张量：x 为 float64 时，它丢掉了一半的有效数字。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        scale = torch.as_tensor(scale)
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
