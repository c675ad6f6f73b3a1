import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    """Online softmax: the running maximum, sum and weighted sum of values, one key after the other."""
    n, m = q.shape[-2], k.shape[-2]
    if mask is None:
        bias = q.new_zeros(n, m)
    elif mask.dtype == torch.bool:
        bias = q.new_zeros(mask.shape).masked_fill(mask.logical_not(), float("-inf"))
    else:
        bias = mask
    bias = bias.expand(*q.shape[:-1], m)

    top = torch.full_like(q[..., :1], float("-inf"))
    total = torch.zeros_like(top)
    out = q.new_zeros(*q.shape[:-1], v.shape[-1])
    for j in range(m):
        score = (q * k[..., j : j + 1, :]).sum(-1, keepdim=True) * q.shape[-1] ** -0.5 + bias[..., j : j + 1]
        new_top = torch.maximum(top, score.detach())
        shift = torch.where(torch.isinf(new_top), torch.zeros_like(new_top), new_top)
        old, new = torch.exp(top - shift), torch.exp(score - shift)
        total = total * old + new
        out = out * old + new * v[..., j : j + 1, :]
        top = new_top
    return out / torch.where(total > 0, total, torch.ones_like(total))
