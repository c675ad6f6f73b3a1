import math

import torch
from torch import Tensor


class _Row:
    """What both passes need of x, in the dtype of the arithmetic."""

    def __init__(self, x: Tensor, eps: float) -> None:
        self.dtype = torch.promote_types(torch.float32, x.dtype)
        self.x = x.to(self.dtype)
        self.size = x.size(-1)
        length = torch.linalg.vector_norm(self.x, dim=-1, keepdim=True)
        self.root = torch.hypot(length / math.sqrt(self.size), torch.tensor(math.sqrt(eps), dtype=self.dtype))


def rmsnorm(x: Tensor, weight: Tensor, eps: float = 1e-6) -> Tensor:
    row = _Row(x, eps)
    return row.x.div(row.root).mul(weight).to(x.dtype)


def rmsnorm_backward(dy: Tensor, x: Tensor, weight: Tensor, eps: float = 1e-6) -> tuple[Tensor, Tensor]:
    row = _Row(x, eps)
    unit = row.x / row.root
    dweight = torch.zeros(row.size, dtype=row.dtype)
    for d, u in zip(dy.to(row.dtype).reshape(-1, row.size), unit.reshape(-1, row.size)):
        dweight.addcmul_(d, u)
    g = dy.to(row.dtype) * weight
    share = (g * unit).sum(dim=-1, keepdim=True) / row.size
    return torch.sub(g, unit * share).div_(row.root).to(x.dtype), dweight.to(weight.dtype)
