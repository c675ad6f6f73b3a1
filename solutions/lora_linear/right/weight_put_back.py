import torch
from torch import nn


class LoRALinear(nn.Module):
    """merge keeps the weight as it was, and unmerge puts it back exactly."""

    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.lora_A = nn.Parameter(torch.randn_like(self.base.weight[:1].repeat(r, 1)))
        self.lora_B = nn.Parameter(torch.zeros_like(self.base.weight[:, :1].repeat(1, r)))
        self.alpha = alpha
        self.before = []

    def _scaled(self):
        return self.lora_B * self.alpha / self.lora_B.shape[1]

    def forward(self, x):
        if self.before:
            return self.base(x)
        return torch.add(self.base(x), nn.functional.linear(nn.functional.linear(x, self.lora_A), self._scaled()))

    def merge(self):
        if not self.before:
            self.before.append(self.base.weight.detach().clone())
            self.base.weight.data.copy_(self.before[0] + (self._scaled() @ self.lora_A).detach())

    def unmerge(self):
        if self.before:
            self.base.weight.data.copy_(self.before.pop())
