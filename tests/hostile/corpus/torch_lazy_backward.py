"""
verdict = ["WA", "RTE", "TLE"]
points_at_most = 3
wall_s = 60
framework = "torch"
exploits = "Defines a gradient that hangs, or is of another shape, in an autograd function of its own."
stops = "The gradient is computed in the child, under the call's clock, and compared outside."
"""

import torch


class Rigged(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    def backward(ctx, grad):
        return 0 * grad


def double(x):
    return Rigged.apply(x)
