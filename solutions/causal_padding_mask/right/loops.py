import torch


def causal_mask(n, m=None):
    if m is None:
        m = n
    rows = []
    for i in range(n):
        seen = m - n + i + 1
        rows.append([True] * seen + [False] * (m - seen))
    return torch.tensor(rows)


def padding_mask(lengths, m=None, left=False):
    lengths = lengths.tolist()
    if m is None:
        m = max(lengths)
    rows = []
    for length in lengths:
        real, padding = [True] * length, [False] * (m - length)
        rows.append([padding + real if left else real + padding])
    return torch.tensor(rows)


def combine_masks(*masks):
    masks = [mask for mask in masks if mask is not None]
    if not masks:
        return None
    masks = torch.broadcast_tensors(*masks)
    return torch.stack(masks).all(dim=0)


def mask_scores(scores, mask):
    out = scores.clone()
    if mask is not None:
        for b in range(scores.shape[0]):
            for h in range(scores.shape[1]):
                own = mask if mask.dim() == 2 else mask[b]
                out[b, h][~own.expand(scores.shape[2:])] = float("-inf")
    return out
