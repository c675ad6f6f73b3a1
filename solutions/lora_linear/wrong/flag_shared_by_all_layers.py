"""
verdict = "WA"
caught_by = ["two_layers"]
en = "Whether a layer is merged is noted on the class: merging one takes the correction away from all others."
zh = "是否已合并记在类上：合并一个层，其他所有层的修正项也跟着消失。"
"""

import torch
from torch import nn


class LoRALinear(nn.Module):
    merged = False

    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.lora_A = nn.Parameter(nn.init.kaiming_uniform_(base.weight.new_empty(r, base.in_features)))
        self.lora_B = nn.Parameter(base.weight.new_zeros(base.out_features, r))
        self.scale = alpha / r

    def forward(self, x):
        y = self.base(x)
        if not self.merged:
            y = y + self.scale * (x @ self.lora_A.T @ self.lora_B.T)
        return y

    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * (self.lora_B @ self.lora_A)
            LoRALinear.merged = True

    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * (self.lora_B @ self.lora_A)
            LoRALinear.merged = False
