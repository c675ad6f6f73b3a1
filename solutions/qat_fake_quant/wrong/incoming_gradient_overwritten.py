"""
verdict = "WA"
caught_by = ["shared_gradient", "gradient_of_a_sum"]
en = "backward writes its zeros into the gradient that it was given. Whatever else in the graph has the same gradient gets them too."
zh = "backward 把零写进了传给它的梯度。计算图中用到同一个梯度的其他部分也跟着变成零。"
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
        return dy.masked_fill_(~inside, 0.0), None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return FakeQuantize.apply(x, scale, zero_point, qmin, qmax)
