"""
verdict = "RTE"
caught_by = ["leading_axes", "gradients"]
en = "The hidden features are looked for on axis 1, which they are for a matrix only."
zh = "在轴 1 上找隐藏特征，这只对矩阵成立。"
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
        gate, up = torch.cat([self.gate_proj(x), self.up_proj(x)], dim=-1).tensor_split(2, dim=1)
        return self.down_proj(gate * torch.sigmoid(gate) * up)
