import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    d_k = torch.tensor(q.size(-1))
    scores = torch.einsum("...id,...jd->...ij", q, k) / torch.sqrt(d_k)
    alive = torch.ones_like(scores[..., :1], dtype=torch.bool)
    if mask is not None:
        allowed = mask if mask.dtype == torch.bool else mask > float("-inf")
        alive = allowed.any(dim=-1, keepdim=True)
        if mask.dtype != torch.bool:
            scores = scores + torch.where(alive, mask, 0.0)
        # A query with nothing left looks at everything, and its output is dropped: no NaN on the way.
        scores = torch.where(allowed | ~alive, scores, float("-inf"))
    e = torch.exp(scores - scores.max(dim=-1, keepdim=True)[0].detach())
    weights = e / torch.sum(e, dim=-1, keepdim=True)
    return torch.where(alive, torch.einsum("...ij,...jd->...id", weights, v), 0.0)
