"""
verdict = "WA"
caught_by = ["example", "parameters", "default_width", "given_width"]
en = "The weights are called w1, w2 and w3, as in the first code of LLaMA; this exercise asks for gate_proj, up_proj and down_proj."
zh = "权重叫 w1、w2、w3，LLaMA 最初的代码就是这样；本题要求 gate_proj、up_proj、down_proj。"
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
        self.w1 = nn.Linear(dim, hidden, bias=False)
        self.w3 = nn.Linear(dim, hidden, bias=False)
        self.w2 = nn.Linear(hidden, dim, bias=False)

    def forward(self, x):
        gate = self.w1(x)
        return self.w2(gate * torch.sigmoid(gate) * self.w3(x))
