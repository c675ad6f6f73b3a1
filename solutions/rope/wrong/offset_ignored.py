"""
verdict = "WA"
caught_by = ["example", "offset", "base", "default_base"]
en = "offset is ignored: every call begins at position 0, and the keys of a cache do not fit the new queries."
zh = "忽略了 offset：每次调用都从位置 0 开始，缓存中的键与新的查询对不上。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(0, length)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
