"""
verdict = "RTE"
caught_by = ["odd"]
en = "An odd D is refused by an assertion: AssertionError is no ValueError."
zh = "用断言拒绝奇数的 D：AssertionError 不是 ValueError。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    assert features % 2 == 0
    position = torch.arange(offset, offset + length)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
