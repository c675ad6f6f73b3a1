import torch


def quarter(x):
    """(a, b) to (-b, a)"""
    out = torch.empty_like(x)
    out[..., ::2] = -x[..., 1::2]
    out[..., 1::2] = x[..., ::2]
    return out


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features & 1:
        raise ValueError("D is odd")
    speed = 1.0 / base ** (torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = (offset + torch.arange(length, dtype=torch.float64)).unsqueeze(1) * speed.repeat_interleave(2)
    return x * angle.cos().to(x.dtype) + quarter(x) * angle.sin().to(x.dtype)
