"""
verdict = "WA"
caught_by = ["far_narrow", "long"]
en = "The positions have the dtype of x: bfloat16 cannot count beyond 256, float16 not beyond 2048."
zh = "位置用了 x 的 dtype：bfloat16 数不过 256，float16 数不过 2048。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length, dtype=x.dtype)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=x.dtype) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
