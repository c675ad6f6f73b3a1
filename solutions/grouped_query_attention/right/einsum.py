import torch


def grouped_query_attention(q, k, v, mask=None):
    b, h, n, d = q.shape
    g = k.shape[1]
    if h % g:
        raise ValueError("H is not a multiple of G")
    scores = torch.einsum("bgrnd,bgmd->bgrnm", q.unflatten(1, (g, h // g)), k) * d**-0.5
    if mask is not None:
        mask = mask[None, None, None] if mask.dim() == 2 else mask[:, None, None]
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = torch.nan_to_num(scores.softmax(dim=-1))
    return torch.einsum("bgrnm,bgmd->bgrnd", weights, v).flatten(1, 2)
