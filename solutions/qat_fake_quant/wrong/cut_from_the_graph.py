"""
verdict = "WA"
caught_by = ["gradient", "rows", "gradient_at_the_ends"]
en = "The result is computed from x.detach(), so it has no gradient at all."
zh = "结果由 x.detach() 算出，因此根本没有梯度。"
"""

import torch


def fake_quantize(x, scale, zero_point, qmin, qmax):
    q = torch.clamp(torch.round(x.detach() / scale) + zero_point, qmin, qmax)
    return (q - zero_point) * scale
