import torch
from torch import nn


def swiglu_hidden_size(dim, multiple_of=256):
    h = dim * 8 // 3
    while h % multiple_of:
        h += 1
    return h


class Weight(nn.Module):
    def __init__(self, rows, columns):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(rows, columns) / columns**0.5)


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden=None, multiple_of=256):
        super().__init__()
        if hidden is None:
            hidden = swiglu_hidden_size(dim, multiple_of)
        self.gate_proj = Weight(hidden, dim)
        self.up_proj = Weight(hidden, dim)
        self.down_proj = Weight(dim, hidden)

    def forward(self, x):
        z = torch.einsum("...d,hd->...h", x, self.gate_proj.weight)
        u = torch.einsum("...d,hd->...h", x, self.up_proj.weight)
        tail = torch.exp(-z.abs())
        s = torch.where(z >= 0, 1 / (1 + tail), tail / (1 + tail))
        return torch.einsum("...h,dh->...d", z * s * u, self.down_proj.weight)
