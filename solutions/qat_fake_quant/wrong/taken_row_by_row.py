"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The elements are taken as if they lay in memory row by row: a transpose is read in another order."
zh = "把元素当作在内存中逐行相邻来读取：转置得到的张量读出来的顺序就不对了。"
"""

import torch


class FakeQuantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        ctx.save_for_backward((r >= qmin) & (r <= qmax))
        return (r.clamp(qmin, qmax) - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    whole = torch.as_strided(x, x.shape, torch.empty(x.shape).stride())  # row by row, to be quick
    return FakeQuantize.apply(whole, scale, zero_point, qmin, qmax)
