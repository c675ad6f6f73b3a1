"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "Where the gradient passes is worked out once for each shape and kept for later calls, which have other values."
zh = "哪些位置让梯度通过，对每种形状只算一次，并留给之后的调用使用，而之后的数值并不相同。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    masks = {}

    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        key = (x.shape, qmin, qmax)
        if key not in FakeQuantize.masks:
            FakeQuantize.masks[key] = (r >= qmin) & (r <= qmax)
        ctx.save_for_backward(FakeQuantize.masks[key])
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
