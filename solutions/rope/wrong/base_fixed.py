"""
verdict = "WA"
caught_by = ["base", "direction"]
en = "base is not taken from the argument but fixed at 10000."
zh = "没有使用参数 base，而是写死了 10000。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length)
    speed = torch.pow(10000.0, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
