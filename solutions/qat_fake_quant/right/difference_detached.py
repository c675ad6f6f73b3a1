import torch


class Fake(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        r = torch.round(x / scale) + zero_point
        inside = (r >= qmin) & (r <= qmax)
        ctx.save_for_backward(inside)
        q = torch.clamp(r, qmin, qmax)
        return (q - zero_point) * scale

    @staticmethod
    def backward(ctx, dy):
        (inside,) = ctx.saved_tensors
        return dy * inside, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    with torch.no_grad():
        r = torch.round(x / scale) + zero_point
        y = (r.clamp(qmin, qmax) - zero_point) * scale
        inside = ((r >= qmin) & (r <= qmax)).to(x.dtype)
    return x * inside + (y - x * inside).detach()
