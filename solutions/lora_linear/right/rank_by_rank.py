import torch
from torch import nn


class LoRALinear(nn.Module):
    """The correction as a sum of r outer products, and a frozen parameter in place of the weight at each merge."""

    def __init__(self, base, r, alpha):
        super().__init__()
        self.base, self.factor, self.active = base, float(alpha) / r, True
        self.base.requires_grad_(False)
        rows = [torch.empty(base.in_features).uniform_(-0.1, 0.1) for _ in range(r)]
        self.lora_A = nn.Parameter(torch.stack(rows).type_as(base.weight))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, r).type_as(base.weight))

    def forward(self, x):
        y = self.base(x)
        if self.active:
            for k in range(self.lora_A.shape[0]):
                along = (x * self.lora_A[k]).sum(-1, keepdim=True)
                y = y + along * self.lora_B[:, k] * self.factor
        return y

    def _shift(self, sign):
        correction = sum(torch.outer(self.lora_B[:, k], self.lora_A[k]) for k in range(self.lora_A.shape[0]))
        shifted = self.base.weight + sign * self.factor * correction
        self.base.weight = nn.Parameter(shifted.detach(), requires_grad=False)
        self.active = sign < 0

    def merge(self):
        if self.active:
            self._shift(+1)

    def unmerge(self):
        if not self.active:
            self._shift(-1)
