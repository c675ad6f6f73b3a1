import torch


def causal_lm_loss(logits, tokens, mask=None):
    wide = logits.double() if logits.dtype == torch.float64 else logits.float()
    total, n = wide[:0].sum(), 0
    for b in range(logits.shape[0]):
        for t in range(1, logits.shape[1]):
            if mask is not None and not (mask[b, t - 1] and mask[b, t]):
                continue
            row = wide[b, t - 1]
            shifted = row - row.max()
            total = total + shifted.exp().sum().log() - shifted[int(tokens[b, t])]
            n += 1
    return total / n if n else total
