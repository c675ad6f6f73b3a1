"""
verdict = "WA"
caught_by = ["example", "sizes", "base", "default_base"]
en = "The exponent is -i/D instead of -2i/D."
zh = "指数用了 -i/D，而不是 -2i/D。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length)
    speed = torch.pow(base, -torch.arange(features // 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
