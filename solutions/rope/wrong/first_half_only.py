"""
verdict = "WA"
caught_by = ["example", "sizes", "base", "default_base"]
en = "Only the first half of the features is turned (partial RoPE)."
zh = "只旋转了前一半特征（部分 RoPE）。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError("odd")
    position = torch.arange(offset, offset + length, dtype=torch.float64)
    speed = base ** (-torch.arange(0, features, 2, dtype=torch.float64) / features)
    speed[(len(speed) + 1) // 2 :] = 0.0
    angle = position[:, None] * speed
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
