"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Calls with equal shapes write their result into one and the same tensor, so a later call changes what an earlier one returned."
zh = "形状相同的各次调用把结果写进同一个张量，于是后一次调用改变了前一次返回的结果。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    results = {}

    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        y = FakeQuantize.results.setdefault((x.shape, x.dtype), torch.empty_like(x))
        y.copy_((r.clamp(qmin, qmax) - zero_point) * scale)
        return y.view(y.shape)

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
