import torch
from torch.autograd import Function


class _Quantize(Function):
    """Forward without ctx, and two outputs: the levels, and where the gradient passes."""

    @staticmethod
    def forward(x, scale, zero_point, qmin, qmax):
        r = x.div(scale).round().add(zero_point)
        q = r.clip(min=qmin, max=qmax)
        return q.sub(zero_point).mul(scale), r.eq(q)

    @staticmethod
    def setup_context(ctx, inputs, output):
        y, unclipped = output
        ctx.mark_non_differentiable(unclipped)
        ctx.save_for_backward(unclipped)

    @staticmethod
    def backward(ctx, dy, _):
        return torch.where(ctx.saved_tensors[0], dy, 0.0), None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    y, _ = _Quantize.apply(x, scale, zero_point, qmin, qmax)
    return y
