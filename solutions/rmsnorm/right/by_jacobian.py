import torch


def rmsnorm(x, weight, eps=1e-6):
    work = torch.float64 if x.dtype is torch.float64 else torch.float32
    return torch.einsum("...d,d,...->...d", x.to(work), weight.to(work), inverse_rms(x.to(work), eps)).to(x.dtype)


def rmsnorm_backward(dy, x, weight, eps=1e-6):
    work = torch.float64 if x.dtype is torch.float64 else torch.float32
    d = weight.numel()
    flat, grad = x.to(work).reshape(-1, d), dy.to(work).reshape(-1, d)
    r = inverse_rms(flat, eps)
    n = flat * r[:, None]
    jacobian = (torch.eye(d, dtype=work) - n[:, :, None] * n[:, None, :] / d) * r[:, None, None]
    dx = (jacobian @ (grad * weight.to(work))[:, :, None]).squeeze(-1)
    dweight = torch.einsum("nd,nd->d", grad, n)
    return dx.view_as(x).to(x.dtype), dweight.to(weight.dtype)


def inverse_rms(x, eps):
    return 1 / torch.sqrt(torch.einsum("...d,...d->...", x, x) / x.shape[-1] + eps)
