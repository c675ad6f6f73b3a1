import torch.nn.functional as F
from torch import nn


class LoRALinear(nn.Module):
    """One multiplication with the corrected weight; merging goes around the graph by `.data`."""

    def __init__(self, base, r, alpha):
        super().__init__()
        self.base = base
        for parameter in base.parameters():
            parameter.requires_grad = False
        like = base.weight.data
        self.lora_A = nn.Parameter(like.new_empty((r, like.shape[1])).normal_(0, 0.02))
        self.lora_B = nn.Parameter(like.new_zeros((like.shape[0], r)))
        self.r, self.alpha = r, alpha
        self._merged = False

    def _delta(self):
        return (self.alpha / self.r) * self.lora_B.matmul(self.lora_A)

    def forward(self, x):
        weight = self.base.weight if self._merged else self.base.weight + self._delta()
        return F.linear(x, weight, self.base.bias)

    def merge(self):
        if self._merged:
            return self
        self.base.weight.data = self.base.weight.data + self._delta().data
        self._merged = True
        return self

    def unmerge(self):
        if not self._merged:
            return self
        self.base.weight.data = self.base.weight.data - self._delta().data
        self._merged = False
        return self
