import torch
from torch import nn


def swiglu_hidden_size(dim, multiple_of=256):
    h = int(2 * (4 * dim) / 3)
    return multiple_of * ((h + multiple_of - 1) // multiple_of)


class SwiGLU(nn.Module):
    def __init__(self, dim, hidden=None, multiple_of=256):
        super().__init__()
        if hidden is None:
            hidden = swiglu_hidden_size(dim, multiple_of)
        self.gate_proj = nn.Linear(dim, hidden, False)
        self.up_proj = nn.Linear(dim, hidden, False)
        self.down_proj = nn.Linear(hidden, dim, False)

    def forward(self, x):
        y = torch.zeros_like(x)
        rows = zip(self.gate_proj.weight, self.up_proj.weight, self.down_proj.weight.T)
        for gate, up, down in rows:
            z = (x * gate).sum(dim=-1, keepdim=True)
            y = y + torch.exp(torch.nn.functional.logsigmoid(z)) * z * (x * up).sum(dim=-1, keepdim=True) * down
        return y
