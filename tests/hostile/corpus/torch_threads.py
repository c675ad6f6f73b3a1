"""
verdict = ["AC"]
points_at_most = 4
wall_s = 60
framework = "torch"
exploits = "Asks for more threads than it may have processors."
stops = "The processors are the sandbox's to give, and processor time counts all threads."
"""

import torch

torch.set_num_threads(16)


def double(x):
    return 2 * x
