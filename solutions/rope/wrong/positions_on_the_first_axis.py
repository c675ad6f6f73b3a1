"""
verdict = "WA"
caught_by = ["leading_axes", "offset", "base", "first_position"]
en = "The positions are taken along the first axis: sequences are turned by their number in the batch."
zh = "位置沿第一个轴取：序列按它在批次中的编号转动。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[0], x.shape[-1]
    if features % 2:
        raise ValueError("odd")
    position = torch.arange(offset, offset + length, dtype=torch.float64)
    speed = base ** (-torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = (position[:, None] * speed).reshape(length, *[1] * (x.dim() - 2), -1)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
