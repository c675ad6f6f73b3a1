import math

import torch


def rope(x, offset=0, base=10000.0):
    d = x.shape[-1]
    if d % 2 != 0:
        raise ValueError
    columns = []
    for i in range(d // 2):
        theta = math.pow(base, -2 * i / d)
        angles = [theta * (offset + t) for t in range(x.shape[-2])]
        cos = torch.tensor([math.cos(a) for a in angles], dtype=x.dtype)
        sin = torch.tensor([math.sin(a) for a in angles], dtype=x.dtype)
        even, odd = x[..., 2 * i], x[..., 2 * i + 1]
        columns.append(even * cos - odd * sin)
        columns.append(even * sin + odd * cos)
    return torch.stack(columns, dim=-1)
