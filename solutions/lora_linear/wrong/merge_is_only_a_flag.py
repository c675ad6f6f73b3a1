"""
verdict = "WA"
caught_by = ["merge", "no_bias", "square", "state_when_merged"]
en = "merge and unmerge only set a flag. The weight never gets the correction, and the merged layer computes what base did at first."
zh = "merge 和 unmerge 只改了标志。权重里从未加入修正项，合并后的层算出的只是最初的 base。"
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
        return y

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.merged = False
