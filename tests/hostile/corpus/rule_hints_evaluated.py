"""
exercise = "scaled_dot_product_attention"
framework = "torch"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["attention", "softmax"]
exploits = "Writes the forbidden call as an annotation in a string, and has typing_extensions evaluate it."
stops = "Whatever evaluates annotations makes code from strings, and is refused under each of its names."
"""

import math

import torch
import torch.nn.functional as F
import typing_extensions


def hinted(f: "F.soft" + "max"):
    return f


normalised = typing_extensions.get_annotations(hinted, eval_str=True)["f"]


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    finite = scores.clamp(min=torch.finfo(scores.dtype).min)
    return normalised(finite, -1) * (scores > -math.inf) @ v
