import math

import torch


def grouped_query_attention(q, k, v, mask=None):
    heads, groups = q.size(1), k.size(1)
    if heads // groups * groups != heads:
        raise ValueError((heads, groups))
    share = heads // groups
    answers = []
    for h in range(heads):
        keys, values = k[:, h // share], v[:, h // share]
        scores = torch.bmm(q[:, h], keys.transpose(1, 2)) / math.sqrt(q.size(-1))
        if mask is not None:
            scores = torch.where(mask, scores, torch.tensor(-math.inf, dtype=scores.dtype))
        top = scores.detach().amax(dim=-1, keepdim=True)
        e = torch.exp(scores - torch.where(top == -math.inf, torch.zeros_like(top), top))
        total = e.sum(dim=-1, keepdim=True)
        answers.append(torch.bmm(e / torch.where(total == 0, torch.ones_like(total), total), values))
    return torch.stack(answers, dim=1)
