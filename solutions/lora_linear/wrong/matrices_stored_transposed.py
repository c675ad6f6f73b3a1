"""
verdict = "WA"
caught_by = ["parameters", "forward"]
en = "lora_A has shape (in_features, r) and lora_B (r, out_features), the transposes of what the statement asks for."
zh = "lora_A 的形状是 (in_features, r)，lora_B 是 (r, out_features)，与题目要求的正好转置。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        # B = 0 makes the correction vanish at first; A must not be 0 as well, or neither would ever get a gradient.
        self.lora_A = nn.Parameter(nn.init.kaiming_uniform_(base.weight.new_empty(base.in_features, r)))
        self.lora_B = nn.Parameter(base.weight.new_zeros(r, base.out_features))
        self.scale = alpha / r
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * (x @ self.lora_A @ self.lora_B)
        return y

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * (self.lora_A @ self.lora_B).T
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * (self.lora_A @ self.lora_B).T
            self.merged = False
