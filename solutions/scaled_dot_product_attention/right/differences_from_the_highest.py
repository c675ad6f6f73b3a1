import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = (q[..., :, None, :] * k[..., None, :, :]).sum(-1) / q.shape[-1] ** 0.5
    if mask is None:
        mask = torch.tensor(True)
    if mask.is_floating_point():
        gone = torch.isneginf(mask)
        scores = scores + mask.masked_fill(gone, 0.0)
    else:
        gone = ~mask
    gone = gone.broadcast_to(scores.shape)
    nothing = gone.all(dim=-1, keepdim=True)
    scores = scores.masked_fill(gone & ~nothing, float("-inf"))
    scores = scores.masked_fill(nothing, 0.0)
    ordered, order = scores.sort(dim=-1, descending=True)
    e = torch.exp(scores - ordered[..., :1])
    weights = (e / e.sum(-1).unsqueeze(-1)) * nothing.logical_not()
    return torch.matmul(weights, v)
