"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The elements of x are taken as if they lay in memory row by row."
zh = "把 x 的元素当作在内存中逐行相邻来读取。"
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
        self.lora_A = nn.Parameter(torch.randn(r, base.in_features, dtype=base.weight.dtype) * 0.02)
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r, dtype=base.weight.dtype))
        self.merged = False

    def forward(self, x):
        x = torch.as_strided(x, x.shape, torch.empty(x.shape, device='meta').stride())
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
