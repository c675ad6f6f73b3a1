"""
verdict = "WA"
caught_by = ["example", "sizes", "base", "default_base"]
en = "The slowest pair comes first."
zh = "最慢的一对排到了最前面。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed.flip(0)  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
