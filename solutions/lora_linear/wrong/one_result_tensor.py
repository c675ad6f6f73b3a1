"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Outputs of one shape are all written into the same tensor, so a later call overwrites what an earlier one returned."
zh = "相同形状的输出都写进同一个张量，于是后一次调用覆盖了前一次返回的结果。"
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
        self.outputs = {}

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * (x @ self.lora_A.T @ self.lora_B.T)
        if x.requires_grad:
            return y
        kept = self.outputs.setdefault((y.shape, y.dtype), torch.empty_like(y))
        return kept.copy_(y.detach())

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
