"""
verdict = "WA"
caught_by = ["gradient", "rows", "size_of_the_gradient"]
en = "The gradient is multiplied by the scale. The factor of the multiplication is there, that of the division was forgotten."
zh = "梯度多乘了 scale：算了乘法带来的因子，却忘了除法带来的因子。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax), torch.as_tensor(scale))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        inside, scale = ctx.saved_tensors
        return dy * inside * scale, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
