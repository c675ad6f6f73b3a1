import math

import torch


def grouped_query_attention(q, k, v, mask=None):
    if q.shape[1] % k.shape[1] > 0:
        raise ValueError("query heads do not share out")
    out = []
    for own, keys, values in zip(q.chunk(k.shape[1], dim=1), k.unbind(1), v.unbind(1)):
        queries = own.transpose(0, 1).unsqueeze(-2)  # (r, B, n, 1, D)
        rows = queries.permute(1, 0, 2, 3, 4).reshape(q.shape[0], -1, q.shape[-1])
        scores = torch.baddbmm(torch.zeros((), dtype=q.dtype), rows, keys.mT, alpha=1 / math.sqrt(q.shape[-1]))
        scores = scores.reshape(q.shape[0], own.shape[1], q.shape[2], -1)
        if mask is not None:
            allowed = mask if mask.dim() == 2 else mask.unsqueeze(1)
            low = torch.finfo(scores.dtype).min
            weights = torch.where(allowed, scores, low).softmax(-1) * allowed
        else:
            weights = scores.softmax(-1)
        out.append(torch.bmm(weights.flatten(1, 2), values).reshape(*own.shape[:3], -1))
    return torch.cat(out, dim=1)
