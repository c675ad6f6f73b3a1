"""
verdict = "WA"
caught_by = ["input_untouched", "standard_inputs_untouched"]
en = "The scale is multiplied into x.data, which is the memory of the caller's tensor."
zh = "缩放系数被原地乘进了 x.data，而那正是调用者张量的内存。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.lora_A = nn.Parameter(nn.init.kaiming_uniform_(base.weight.new_empty(r, base.in_features)))
        self.lora_B = nn.Parameter(base.weight.new_zeros(base.out_features, r))
        self.scale = alpha / r
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            scaled = x.data
            scaled *= self.scale
            y = y + x @ self.lora_A.T @ self.lora_B.T
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
