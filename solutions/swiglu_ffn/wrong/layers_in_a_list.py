"""
verdict = "WA"
caught_by = ["example", "parameters", "default_width", "given_width"]
en = "The layers are in a list of Python's, where torch does not find their parameters."
zh = "这些层放在 Python 的列表里，torch 找不到它们的参数。"
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
        self.layers = [nn.Linear(dim, hidden, bias=False), nn.Linear(dim, hidden, bias=False), nn.Linear(hidden, dim, bias=False)]

    def forward(self, x):
        first, second, third = self.layers
        gate = first(x)
        return third(gate * torch.sigmoid(gate) * second(x))
