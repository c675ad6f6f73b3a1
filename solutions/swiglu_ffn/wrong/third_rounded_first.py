"""
verdict = "WA"
caught_by = ["example", "width", "widths", "default_width"]
en = "dim / 3 is rounded down before it is multiplied by 8."
zh = "先把 dim / 3 向下取整，再乘以 8。"
"""

import torch
from torch import nn


def swiglu_hidden_size(dim, multiple_of=256):
    h = dim // 3 * 8
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
        return self.down_proj(gate * torch.sigmoid(gate) * self.up_proj(x))
