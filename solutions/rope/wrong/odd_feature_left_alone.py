"""
verdict = "WA"
caught_by = ["odd"]
en = "An odd D is not refused: the last feature is left as it is."
zh = "D 为奇数时没有拒绝：最后一个特征原样保留。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2], x.shape[-1]
    even = features - features % 2
    position = torch.arange(offset, offset + length, dtype=torch.float64)
    speed = base ** (-torch.arange(0, even, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0:even:2], x[..., 1:even:2]
    turned = torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
    return torch.cat([turned, x[..., even:]], dim=-1)
