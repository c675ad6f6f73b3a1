"""
verdict = "WA"
caught_by = ["far_gates"]
en = "z exp(z) / (1 + exp(z)): for large z infinity over infinity."
zh = "z exp(z) / (1 + exp(z))：z 很大时是无穷大除以无穷大。"
"""

import torch
from torch import nn


def swiglu_hidden_size(dim, multiple_of=256):
    h = 2 * (4 * dim) // 3
    return (h + multiple_of - 1) // multiple_of * multiple_of


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden=None, multiple_of=256):
        super().__init__()
        if hidden is None:
            hidden = swiglu_hidden_size(dim, multiple_of)
        self.gate_proj = nn.Linear(dim, hidden, bias=False)
        self.up_proj = nn.Linear(dim, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, dim, bias=False)

    def forward(self, x):
        gate = self.gate_proj(x)
        return self.down_proj(gate * torch.exp(gate) / (1 + torch.exp(gate)) * self.up_proj(x))
