"""
verdict = "WA"
caught_by = ["random_start"]
en = "All rows of lora_A start as the same random row, so that the r directions are only one."
zh = "lora_A 的各行都从同一个随机行开始，于是 r 个方向其实只有一个。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.lora_A = nn.Parameter(nn.init.kaiming_uniform_(base.weight.new_empty(1, base.in_features)).repeat(r, 1))
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
