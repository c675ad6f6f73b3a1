"""
verdict = "WA"
caught_by = ["parameters", "forward"]
en = "A and B are nn.Linear layers, so that their parameters are called lora_A.weight and lora_B.weight."
zh = "A 和 B 写成了 nn.Linear，于是参数名变成了 lora_A.weight 和 lora_B.weight。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        # B = 0 makes the correction vanish at first; A must not be 0 as well, or neither would ever get a gradient.
        self.lora_A = nn.Linear(base.in_features, r, bias=False, dtype=base.weight.dtype)
        self.lora_B = nn.Linear(r, base.out_features, bias=False, dtype=base.weight.dtype)
        nn.init.zeros_(self.lora_B.weight)
        self.scale = alpha / r
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * self.lora_B(self.lora_A(x))
        return y

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * (self.lora_B.weight @ self.lora_A.weight)
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * (self.lora_B.weight @ self.lora_A.weight)
            self.merged = False
