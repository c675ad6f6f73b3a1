"""
verdict = "WA"
says = [
    "Calling `load_state_dict` on what your code returned raised `RuntimeError`.",
    'Missing key(s) in state_dict: "A".',
]
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base, self.r, self.alpha = base.requires_grad_(False), r, alpha
        self.A = nn.Parameter(torch.randn(r, base.in_features, dtype=base.weight.dtype))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r, dtype=base.weight.dtype))
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        return y if self.merged else y + self.alpha / self.r * (x @ self.A.T @ self.lora_B.T)

    def merge(self):
        pass

    def unmerge(self):
        pass
