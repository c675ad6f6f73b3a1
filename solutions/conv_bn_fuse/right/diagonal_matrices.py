import torch


def fuse_conv_bn(weight, bias, gamma, beta, running_mean, running_var, eps=1e-5, transposed=False, groups=1):
    """Batch norm is a product with a diagonal matrix, and so is the fused kernel; float64 inside."""
    wide = torch.float64
    inverse = 1 / torch.sqrt(running_var.to(wide) + eps)
    s = inverse if gamma is None else gamma.to(wide) * inverse
    t = -running_mean.to(wide) * s
    if beta is not None:
        t = t + beta.to(wide)
    if bias is not None:
        t = t + bias.to(wide) * s
    w = weight.to(wide)
    if transposed:
        blocks = [
            torch.einsum("ij...,jk->ik...", part, torch.diag(d)) for part, d in zip(w.chunk(groups), s.chunk(groups), strict=True)
        ]
        w = torch.cat(blocks)
    else:
        w = torch.einsum("ki,ij...->kj...", torch.diag(s), w)
    return w.to(weight.dtype), t.to(weight.dtype)
