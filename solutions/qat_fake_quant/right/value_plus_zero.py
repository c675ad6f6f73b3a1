import torch


def fake_quantize(x, scale, zero_point, qmin, qmax, *, rounding=torch.round):
    with torch.no_grad():
        integers = rounding(x / scale)
        low, high = qmin - zero_point, qmax - zero_point
        inside = torch.logical_and(integers >= low, integers <= high)
        y = torch.minimum(torch.maximum(integers, torch.zeros_like(x) + low), torch.zeros_like(x) + high) * scale
    passing = torch.where(inside, x, torch.zeros_like(x))
    return y + (passing - passing.detach())  # the bracket is zero, and has the gradient
