import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
    # Where no key is left the maximum is -inf, and exp(-inf - -inf) would be NaN; any finite number will do.
    top = scores.amax(dim=-1, keepdim=True).clamp(min=torch.finfo(scores.dtype).min)
    e = torch.exp(scores - top)
    total = e.sum(dim=-1, keepdim=True)
    return e / total.masked_fill(total == 0.0, 1.0) @ v  # no key left: 0 / 1
