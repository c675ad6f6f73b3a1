import math

import torch


def rope(x, offset=0, base=10000.0):
    *leading, length, features = x.shape
    if features % 2:
        raise ValueError("features come in pairs")
    exponents = torch.arange(features // 2, dtype=torch.float64) * (2 / features)
    speed = torch.exp(-math.log(base) * exponents)
    angle = torch.arange(offset, offset + length)[:, None].double() * speed
    matrices = torch.stack([angle.cos(), -angle.sin(), angle.sin(), angle.cos()], dim=-1).unflatten(-1, (2, 2))
    points = x.double().reshape(*leading, length, features // 2, 2, 1)
    return (matrices @ points).reshape(x.shape).to(x.dtype)
