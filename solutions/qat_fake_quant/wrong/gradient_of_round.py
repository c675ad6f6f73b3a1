"""
verdict = "WA"
caught_by = ["gradient", "rows", "gradient_at_the_ends"]
en = "There is no straight-through estimator: autograd differentiates the rounding, whose gradient is zero everywhere, and the network learns nothing."
zh = "没有使用直通估计器：自动求导对舍入求导，结果处处为零，网络什么也学不到。"
"""

import torch


def fake_quantize(x, scale, zero_point, qmin, qmax):
    q = torch.clamp(torch.round(x / scale) + zero_point, qmin, qmax)
    return (q - zero_point) * scale
