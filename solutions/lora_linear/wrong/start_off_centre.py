"""
verdict = "WA"
caught_by = ["symmetric_start"]
en = "lora_A is drawn from an interval that does not have 0 in its middle."
zh = "lora_A 从一个不以 0 为中心的区间中抽取。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base
        for p in base.parameters():
            p.requires_grad_(False)
        self.scale = alpha / r
        self.lora_A = nn.Parameter(torch.rand(r, base.in_features, dtype=base.weight.dtype) - 0.4)
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r, dtype=base.weight.dtype))
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * (x @ self.lora_A.T @ self.lora_B.T)
        return y

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * self.lora_B @ self.lora_A
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * self.lora_B @ self.lora_A
            self.merged = False
