import torch


class NearestLevel(torch.autograd.Function):
    """No rounding: the nearest of the integers around; those beyond the ends stand for all that lies there."""

    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        offset = torch.zeros_like(x) + zero_point
        v = (x / scale).maximum(qmin - 1 - offset).minimum(qmax + 1 - offset)
        around = torch.floor(v).unsqueeze(-1) + torch.arange(2, dtype=x.dtype)
        distance = (v.unsqueeze(-1) - around).abs()
        nearest = distance == distance.amin(-1, keepdim=True)
        best = (2 * nearest.int() + (around % 2 == 0).int()).argmax(-1, keepdim=True)
        chosen = around.gather(-1, best).squeeze(-1) + offset
        ctx.inside = (chosen >= qmin) & (chosen <= qmax)
        return (chosen.clamp(qmin, qmax) - offset) * scale

    @staticmethod
    def backward(ctx, dy):
        return dy.masked_fill(~ctx.inside, 0.0), None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return NearestLevel.apply(x, scale, zero_point, qmin, qmax)
