import math

import torch


class Normalise(torch.autograd.Function):
    """Softmax over the last axis, zeros for a row of -inf, with its backward pass by hand."""

    @staticmethod
    def forward(ctx, scores):
        top = scores.max(dim=-1, keepdim=True).values.clamp(min=torch.finfo(scores.dtype).min)
        e = torch.exp(scores - top)
        p = e / e.sum(dim=-1, keepdim=True).clamp(min=1e-30)
        ctx.save_for_backward(p)
        return p

    @staticmethod
    def backward(ctx, dp):
        (p,) = ctx.saved_tensors
        return p * (dp - (p * dp).sum(dim=-1, keepdim=True))


def scaled_dot_product_attention(q, k, v, mask=None, scale=None):
    scale = 1 / math.sqrt(q.size(-1)) if scale is None else scale
    scores = torch.matmul(q * scale, k.mT)
    if mask is not None and not mask.is_floating_point():
        mask = torch.zeros(mask.shape, dtype=q.dtype).masked_fill(~mask, -math.inf)
    if mask is not None:
        scores = scores + mask
    return torch.matmul(Normalise.apply(scores), v)
