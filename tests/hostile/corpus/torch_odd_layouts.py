"""
verdict = ["WA", "RTE"]
points_at_most = 3
wall_s = 60
framework = "torch"
exploits = "Answers with sparse, quantized, meta and conjugate tensors."
stops = "Only plain tensors in memory travel by value; others stay, as handles."
"""

import torch


def double(x):
    return [
        torch.zeros(3).to_sparse(),
        torch.empty(x.shape, device="meta"),
        torch.quantize_per_tensor(x.detach().float(), 0.1, 0, torch.qint8),
    ][len(x) % 3]
