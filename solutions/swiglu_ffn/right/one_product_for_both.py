import math

import torch
from torch import nn


def swiglu_hidden_size(dim, multiple_of=256):
    return math.ceil(math.floor(8 * dim / 3) / multiple_of) * multiple_of


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden=None, multiple_of=256):
        super().__init__()
        self.width = swiglu_hidden_size(dim, multiple_of) if hidden is None else hidden
        for name, (rows, columns) in {"gate": (self.width, dim), "up": (self.width, dim), "down": (dim, self.width)}.items():
            setattr(self, f"{name}_proj", nn.Linear(columns, rows, bias=False))

    def forward(self, x):
        both = x @ torch.cat([self.gate_proj.weight, self.up_proj.weight]).T
        z, u = both.split(self.width, dim=-1)
        return (z * (1 + torch.tanh(z / 2)) / 2 * u) @ self.down_proj.weight.T
