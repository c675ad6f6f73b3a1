"""
verdict = "WA"
caught_by = ["again_and_again"]
en = "The product B A is computed in the first forward and kept, though A and B change in training and by loading."
zh = "乘积 B A 在第一次 forward 时算好并一直保存，而 A 和 B 会因训练和载入而改变。"
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
        self.delta = None

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            if self.delta is None or self.training and torch.is_grad_enabled() and x.requires_grad:
                self.delta = self.scale * (self.lora_B @ self.lora_A)
            y = y + x @ self.delta.T
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
