"""
verdict = "WA"
caught_by = ["example", "sizes", "base", "default_base"]
en = "Beside interleaved pairs stands a table of angles that was repeated for halves: two features of a pair get different angles."
zh = "特征按交错方式配对，角度表却是按前后两半重复的：同一对的两个特征得到不同的角度。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError("odd")
    position = torch.arange(offset, offset + length, dtype=torch.float64)
    speed = base ** (-torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * torch.cat([speed, speed])
    quarter = torch.stack([-x[..., 1::2], x[..., 0::2]], dim=-1).flatten(-2)
    return x * angle.cos().to(x.dtype) + quarter * angle.sin().to(x.dtype)
