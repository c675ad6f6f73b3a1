import torch


class NearestLevel(torch.autograd.Function):
    """No rounding: the nearest of all levels, with one more at each end for what lies beyond."""

    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        offset = torch.zeros_like(x) + zero_point
        v = (x / scale).maximum(qmin - 1 - offset).minimum(qmax + 1 - offset)
        integers = torch.arange(qmin - 1, qmax + 2, dtype=x.dtype)
        distance = (v.unsqueeze(-1) - (integers - offset.unsqueeze(-1))).abs()
        even = (integers - offset.unsqueeze(-1)) % 2 == 0
        nearest = distance == distance.amin(-1, keepdim=True)
        chosen = integers[(2 * nearest.int() + even.int()).argmax(-1)]
        ctx.inside = (chosen != qmin - 1) & (chosen != qmax + 1)
        return (chosen.clamp(qmin, qmax) - offset) * scale

    @staticmethod
    def backward(ctx, dy):
        return dy.masked_fill(~ctx.inside, 0.0), None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return NearestLevel.apply(x, scale, zero_point, qmin, qmax)
