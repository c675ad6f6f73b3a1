import torch


def fake_quantize(x, scale, zero_point, qmin, qmax):
    """The bounds move to the other side: x / scale is clipped; autograd goes through a where."""
    with torch.no_grad():
        steps = (x / scale).round()
        low, high = qmin - zero_point, qmax - zero_point
        inside = (steps >= low) & (steps <= high)
        steps = torch.where(steps < low, torch.as_tensor(low, dtype=x.dtype), steps)
        steps = torch.where(steps > high, torch.as_tensor(high, dtype=x.dtype), steps)
        y = steps * scale
    through = torch.where(inside, x, torch.zeros_like(x))
    return Graft.apply(through, y)


class Graft(torch.autograd.Function):
    @staticmethod
    def forward(ctx, through, y):
        return y.clone()

    @staticmethod
    def backward(ctx, dy):
        return dy.clone(), None
