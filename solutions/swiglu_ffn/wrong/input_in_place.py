"""
verdict = "WA"
caught_by = ["example", "forward", "given_width", "leading_axes"]
en = "The input is changed in place."
zh = "原地修改了输入。"
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
        x.data.mul_(1.0).add_(1e-3)
        gate = self.gate_proj(x)
        return self.down_proj(gate * torch.sigmoid(gate) * self.up_proj(x))
