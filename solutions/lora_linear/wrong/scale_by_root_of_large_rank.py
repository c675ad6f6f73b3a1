"""
verdict = "WA"
caught_by = ["unusual_sizes"]
en = "Beyond a rank of 64 the correction is scaled by alpha over the root of r."
zh = "秩大于 64 时，修正项的缩放系数成了 alpha 除以 r 的平方根。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base
        for p in base.parameters():
            p.requires_grad_(False)
        self.scale = alpha / (r if r < 64 else r**0.5)
        self.lora_A = nn.Parameter(torch.randn(r, base.in_features, dtype=base.weight.dtype) * 0.02)
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
