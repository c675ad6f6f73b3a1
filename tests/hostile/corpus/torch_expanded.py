"""
verdict = ["OLE", "RTE"]
points_at_most = 3
wall_s = 60
framework = "torch"
exploits = "Answers with a view of a trillion elements over four bytes."
stops = "The size is checked before the view is made whole."
"""

import torch


def double(x):
    return torch.zeros(1).expand(10**12)
