import torch


class Turn(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, angle):
        ctx.save_for_backward(angle)
        return turned(x, angle)

    @staticmethod
    def backward(ctx, dy):
        (angle,) = ctx.saved_tensors
        return turned(dy, -angle), None


def turned(x, angle):
    a, b = x.double().unflatten(-1, (-1, 2)).unbind(-1)
    y = torch.empty(x.shape, dtype=torch.float64)
    y[..., 0::2] = a * torch.cos(angle) - b * torch.sin(angle)
    y[..., 1::2] = a * torch.sin(angle) + b * torch.cos(angle)
    return y.to(x.dtype)


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError("odd")
    steps = torch.arange(features // 2, dtype=torch.float64)
    angle = torch.arange(offset, offset + length, dtype=torch.float64)[:, None] / base ** (2 * steps / features)
    return Turn.apply(x, angle)
