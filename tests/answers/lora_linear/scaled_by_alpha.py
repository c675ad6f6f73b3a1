"""
verdict = "WA"
diagnosis = "scale_is_alpha"
says = []
"""

import math
import torch
import torch.nn as nn


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad = False
        w = base.weight
        self.lora_A = nn.Parameter(torch.empty(r, base.in_features, dtype=w.dtype))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r, dtype=w.dtype))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.scaling = alpha
        self.merged = False

    def forward(self, x):
        out = self.base(x)
        if not self.merged:
            out = out + (x @ self.lora_A.T @ self.lora_B.T) * self.scaling
        return out

    def merge(self):
        if not self.merged:
            self.base.weight.data += self.scaling * (self.lora_B @ self.lora_A).data
            self.merged = True

    def unmerge(self):
        if self.merged:
            self.base.weight.data -= self.scaling * (self.lora_B @ self.lora_A).data
            self.merged = False
