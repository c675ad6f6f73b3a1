"""
verdict = ["WA", "RTE"]
points_at_most = 3
wall_s = 60
framework = "torch"
exploits = "Answers with a tensor whose class takes over torch's functions."
stops = "Only exact tensors travel by value, as bytes."
"""

import torch


class Rigged(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True if func in (torch.equal, torch.allclose) else torch.zeros(1)


def double(x):
    return x.as_subclass(Rigged)
