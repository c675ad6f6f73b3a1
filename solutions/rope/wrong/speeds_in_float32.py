"""
verdict = "WA"
caught_by = ["far", "far_narrow"]
en = "The speeds are rounded to float32 before they are multiplied by the positions, which multiplies the error too."
zh = "速度先舍入成 float32，再乘以位置，误差也随之放大。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    speed = speed.float().double()
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
