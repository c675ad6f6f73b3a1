import math

import torch
from torch import nn


class LoRALinear(nn.Module):
    """What merge added is kept until unmerge takes it off; that there is one tells that the layer is merged."""

    def __init__(self, base, r, alpha, init_scale=None):
        super().__init__()
        out_features, in_features = base.weight.shape
        bound = init_scale or 1 / math.sqrt(in_features)
        dtype = base.weight.dtype
        base.weight.requires_grad_(False)
        if base.bias is not None:
            base.bias.requires_grad_(False)
        self.base = base
        self.lora_A = nn.Parameter((2 * torch.rand(r, in_features, dtype=dtype) - 1) * bound)
        self.lora_B = nn.Parameter(torch.zeros(out_features, r, dtype=dtype))
        self.register_buffer("scale", torch.tensor(alpha / r, dtype=torch.float64), persistent=False)
        self.added = None

    def forward(self, x):
        y = self.base(x)
        if self.added is None:
            low = torch.einsum("...i,ri->...r", x, self.lora_A)
            y += torch.einsum("...r,or->...o", low * self.scale, self.lora_B)
        return y

    def merge(self):
        if self.added is None:
            with torch.no_grad():
                self.added = torch.einsum("or,ri->oi", self.lora_B, self.lora_A) * self.scale
                self.base.weight.add_(self.added)

    def unmerge(self):
        if self.added is not None:
            with torch.no_grad():
                self.base.weight.sub_(self.added)
            self.added = None
