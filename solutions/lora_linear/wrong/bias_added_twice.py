"""
verdict = "WA"
caught_by = ["forward", "start", "finite_differences", "merge"]
en = "The bias of the given layer is added in base(x) and once more at the end."
zh = "传入层的偏置在 base(x) 里加了一次，最后又加了一次。"
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
        self.scale = alpha / r
        self.merged = False

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * (x @ self.lora_A.T @ self.lora_B.T)
        return y if self.base.bias is None else y + self.base.bias

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
