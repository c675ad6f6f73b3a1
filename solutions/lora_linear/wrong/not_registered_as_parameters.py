"""
verdict = "WA"
caught_by = ["parameters", "forward"]
en = "A and B are plain tensors instead of nn.Parameters: the module does not know them, and no optimiser would find them."
zh = "A 和 B 是普通张量而不是 nn.Parameter：模块不知道它们的存在，优化器也找不到它们。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        # B = 0 makes the correction vanish at first; A must not be 0 as well, or neither would ever get a gradient.
        self.lora_A = nn.init.kaiming_uniform_(base.weight.new_empty(r, base.in_features)).requires_grad_()
        self.lora_B = base.weight.new_zeros(base.out_features, r).requires_grad_()
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
