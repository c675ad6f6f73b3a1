"""
verdict = "WA"
caught_by = ["two_calls", "nested"]
en = "The mask is stored on the class instead of in ctx: a second call overwrites the first one's before backward runs."
zh = "掩码存放在类上而不是 ctx 里：在反向之前，第二次调用就覆盖了第一次的掩码。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        FakeQuantize.inside = (r >= qmin) & (r <= qmax)
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        return dy * FakeQuantize.inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
