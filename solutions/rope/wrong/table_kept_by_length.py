"""
verdict = "WA"
caught_by = ["offset", "no_table_kept"]
en = "The table of angles is kept for each length, whatever offset, base and the number of features are."
zh = "按长度保存角度表，不管 offset、base 和特征个数。"
"""

import torch

_tables = {}


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    angle = _tables.setdefault((length, features), angle)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], dim=-1).flatten(-2)
