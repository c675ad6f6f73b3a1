import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    scores = (q.unsqueeze(-2) * k.unsqueeze(-3)).sum(dim=-1).div(q.shape[-1] ** 0.5)
    allowed = torch.ones_like(scores)
    if mask is not None and mask.dtype == torch.bool:
        allowed = allowed * mask
    elif mask is not None:
        allowed = allowed * (mask != -torch.inf)
        scores = scores + mask.masked_fill(mask == -torch.inf, 0)
    with torch.no_grad():
        lowest = scores.min(dim=-1, keepdim=True).values
        shift = torch.where(allowed > 0, scores, lowest).max(dim=-1, keepdim=True).values
    e = torch.where(allowed > 0, scores - shift, 0).exp() * allowed
    out = e @ v
    total = e.sum(dim=-1, keepdim=True)
    return out / (total + (total == 0))
