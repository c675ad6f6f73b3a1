import torch
from torch.nn import functional as F


def causal_lm_loss(logits, tokens, mask=None):
    sums, n = [], 0
    for b, (scores, text) in enumerate(zip(logits, tokens)):
        keep = torch.arange(len(text) - 1)
        if mask is not None:
            keep = keep[(mask[b][:-1] * mask[b][1:]).bool()]
        if len(keep) == 0:
            continue
        chosen = scores[keep]
        if chosen.dtype != torch.float64:
            chosen = chosen.to(torch.float32)
        log_p = F.log_softmax(chosen, -1)
        hot = text[keep + 1][:, None] == torch.arange(scores.shape[-1])
        sums.append(log_p[hot].sum())
        n += len(keep)
    if n == 0:
        zero = (logits[:0].sum()).to(torch.promote_types(logits.dtype, torch.float32))
        return zero
    return -torch.stack(sums).sum() / n
