"""
verdict = "WA"
caught_by = ["example", "sizes", "base", "default_base"]
en = "The features i and i + D/2 are paired, as GPT-NeoX and the Hugging Face models do. Here pairs stand side by side."
zh = "把第 i 个与第 i + D/2 个特征配对，这是 GPT-NeoX 和 Hugging Face 模型的布局。这里每一对是相邻的。"
"""

import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2:
        raise ValueError(f"the number of features must be even, not {features}")
    position = torch.arange(offset, offset + length)
    speed = torch.pow(base, -torch.arange(0, features, 2, dtype=torch.float64) / features)
    angle = position[:, None] * speed  # (T, D / 2)
    cos, sin = angle.cos().to(x.dtype), angle.sin().to(x.dtype)
    a, b = x.chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)
