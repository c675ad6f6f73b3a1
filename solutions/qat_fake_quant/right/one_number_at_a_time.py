import torch


class ByLoops(torch.autograd.Function):
    """Python's own round takes halves to the even integer too, and its integers have no largest value."""

    @staticmethod
    def forward(ctx, x, scale, zero_point, qmin, qmax):
        y, ctx.passes = torch.empty(x.shape, dtype=x.dtype), torch.zeros(x.shape, dtype=torch.bool)
        flat, passes = y.view(-1), ctx.passes.view(-1)
        values = x.reshape(-1).tolist()
        scales = torch.as_tensor(scale, dtype=x.dtype).expand(x.shape).reshape(-1).tolist()
        zeros = torch.as_tensor(zero_point).expand(x.shape).reshape(-1).tolist()
        for k, (value, step, zero) in enumerate(zip(values, scales, zeros, strict=True)):
            r = round(value / step) + zero
            flat[k] = (min(max(r, qmin), qmax) - zero) * step
            passes[k] = qmin <= r <= qmax
        return y

    @staticmethod
    def backward(ctx, dy):
        dx = dy.clone()
        dx[~ctx.passes] = 0
        return dx, None, None, None, None


def fake_quantize(x, scale, zero_point, qmin, qmax):
    return ByLoops.apply(x, scale, zero_point, qmin, qmax)
