"""
verdict = "WA"
caught_by = ["random_start"]
en = "A starts at values of torch.rand, between 0 and 1: none is negative."
zh = "A 的初始值来自 torch.rand，都在 0 与 1 之间，没有负数。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        # B = 0 makes the correction vanish at first; A must not be 0 as well, or neither would ever get a gradient.
        self.lora_A = nn.Parameter(torch.rand(r, base.in_features, dtype=base.weight.dtype))
        self.lora_B = nn.Parameter(base.weight.new_zeros(base.out_features, r))
        self.scale = alpha / r
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * (x @ self.lora_A.T @ self.lora_B.T)
        return y

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * (self.lora_B @ self.lora_A)
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * (self.lora_B @ self.lora_A)
            self.merged = False
