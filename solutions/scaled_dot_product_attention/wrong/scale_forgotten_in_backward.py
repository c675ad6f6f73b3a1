"""
verdict = "WA"
caught_by = ["gradients", "finite_differences"]
en = "A backward of its own leaves out the factor 1 / sqrt(d_k) in the gradients of q and k."
zh = "自己写的反向传播在 q 和 k 的梯度中漏掉了因子 1 / sqrt(d_k)。"
"""

import math

import torch


class Attention(torch.autograd.Function):
    @staticmethod
    def forward(ctx, q, k, v, mask):
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf) if mask.dtype == torch.bool else scores + mask
        top = scores.amax(dim=-1, keepdim=True)
        e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
        total = e.sum(dim=-1, keepdim=True)
        w = e / torch.where(total == 0, torch.ones_like(total), total)
        ctx.save_for_backward(q, k, v, w)
        ctx.mask_shape = mask.shape if mask is not None and mask.is_floating_point() else None
        return w @ v

    @staticmethod
    def backward(ctx, dy):
        q, k, v, w = ctx.saved_tensors
        dw = dy @ v.transpose(-2, -1)
        ds = w * (dw - (dw * w).sum(dim=-1, keepdim=True))
        dmask = None if ctx.mask_shape is None else ds.sum_to_size(ctx.mask_shape)
        return ds @ k, ds.transpose(-2, -1) @ q, w.transpose(-2, -1) @ dy, dmask


def scaled_dot_product_attention(q, k, v, mask=None):
    return Attention.apply(q, k, v, mask)
