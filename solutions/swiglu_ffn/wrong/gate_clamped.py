"""
verdict = "WA"
caught_by = ["far_gates"]
en = "The gate is kept between -20 and 20 so that nothing overflows; far gates are wrong then."
zh = "为避免溢出把门限制在 -20 到 20 之间；较远的门就错了。"
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
        gate = self.gate_proj(x).clamp(-20, 20)
        return self.down_proj(gate * torch.sigmoid(gate) * self.up_proj(x))
