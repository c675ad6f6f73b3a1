"""
verdict = "WA"
caught_by = ["example", "forward", "given_width", "leading_axes"]
en = "SiLU is applied to up_proj(x), and gate_proj(x) is what it gates."
zh = "SiLU 作用在了 up_proj(x) 上，被门控的却是 gate_proj(x)。"
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
        gate = self.up_proj(x)
        return self.down_proj(gate * torch.sigmoid(gate) * self.gate_proj(x))
