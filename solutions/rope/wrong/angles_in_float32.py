"""
verdict = "WA"
caught_by = ["far", "far_narrow"]
en = "The angles are computed in float32: at far positions they are off by hundredths and more."
zh = "角度以 float32 计算：位置很远时误差达百分之几弧度，甚至更大。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length, dtype=torch.float32)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float32) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
