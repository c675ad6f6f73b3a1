"""
verdict = "WA"
caught_by = ["state_when_merged"]
en = "The scale is a buffer, so that the state_dict has one entry more and weights of other right answers cannot be loaded."
zh = "缩放系数注册成了 buffer，state_dict 因此多出一项，无法载入其他正确答案的权重。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        # B = 0 makes the correction vanish at first; A must not be 0 as well, or neither would ever get a gradient.
        self.lora_A = nn.Parameter(nn.init.kaiming_uniform_(base.weight.new_empty(r, base.in_features)))
        self.lora_B = nn.Parameter(base.weight.new_zeros(base.out_features, r))
        self.register_buffer("scale", torch.tensor(alpha / r))
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
