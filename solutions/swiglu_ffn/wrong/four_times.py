"""
verdict = "WA"
caught_by = ["example", "width", "widths", "widths_of_models"]
en = "The width is 4 · dim, that of the ordinary layer."
zh = "宽度为 4 · dim，那是普通前馈层的宽度。"
"""

import torch
from torch import nn


def swiglu_hidden_size(dim, multiple_of=256):
    h = 4 * dim
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
