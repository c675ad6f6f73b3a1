"""
verdict = "WA"
caught_by = ["leading_axes", "offset", "moved", "odd_elsewhere"]
en = "Position is axis 1 of four, as if x were (B, T, H, D)."
zh = "把四维张量的第 1 轴当成了位置，好像 x 是 (B, T, H, D)。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    axis = 1 if x.dim() == 4 else x.dim() - 2
    features = x.shape[-1]
    if features % 2:
        raise ValueError("odd")
    position = torch.arange(offset, offset + x.shape[axis], dtype=torch.float64)
    speed = base ** (-torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed
    if x.dim() == 4:
        angle = angle[:, None]
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
