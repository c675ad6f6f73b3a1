import torch


def rope(x, offset=0, base=10000.0):
    length, features = x.shape[-2:]
    if features % 2 == 1:
        raise ValueError("odd number of features")
    frequencies = torch.pow(torch.tensor(base, dtype=torch.float64), -torch.arange(0, features, 2).double() / features)
    angles = torch.outer(torch.arange(length).double() + offset, frequencies)
    turn = torch.polar(torch.ones_like(angles), angles)
    points = torch.view_as_complex(x.double().unflatten(-1, (-1, 2)).contiguous())
    return torch.view_as_real(points * turn).flatten(-2).to(x.dtype)
