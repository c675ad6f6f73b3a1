"""
verdict = "RTE"
caught_by = ["far", "far_narrow"]
en = "The table of angles has 4096 positions: later ones are not in it."
zh = "角度表只有 4096 个位置，之后的位置查不到。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(4096)[offset : offset + length]
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
