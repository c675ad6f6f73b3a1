import torch


def wide(t, like):
    return t.double() if like.dtype == torch.float64 else t.float()


@torch.no_grad()
def rmsnorm(x, weight, eps: float = 1e-6):
    x32 = wide(x, x)
    mean_square = (x32**2).mean(-1, keepdim=True)
    return (wide(weight, x) * (x32 / (mean_square + eps) ** 0.5)).type_as(x)


@torch.no_grad()
def rmsnorm_backward(dy, x, weight, eps: float = 1e-6):
    """The forward pass as a graph of small steps, and each step's derivative in reverse."""
    d, xs, w = wide(dy, x), wide(x, x), wide(weight, x)
    ms = (xs * xs).mean(-1, keepdim=True) + eps
    root = ms.sqrt()
    inverse = 1 / root

    d_normed = d * w
    d_inverse = (d_normed * xs).sum(-1, keepdim=True)
    d_root = -d_inverse / root**2
    d_ms = d_root / (2 * root)
    dx = d_normed * inverse + d_ms * 2 * xs / xs.size(-1)

    dw = d * xs * inverse
    while dw.dim() > 1:
        dw = dw.sum(0)
    return [dx.type_as(x), dw.type_as(weight)]
