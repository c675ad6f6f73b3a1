import torch


def scaled_dot_product_attention(q, k, v, mask=None):
    *leading, n, d_k = q.shape
    m, d_v = v.shape[-2:]
    if mask is None:
        mask = torch.ones(n, m, dtype=torch.bool)
    mask = mask.expand(*leading, n, m)
    rows = []
    for index in range(q[..., 0].numel()):
        batch, i = divmod(index, n)
        pick = lambda a, *size: a.reshape(-1, *size)[batch]
        rows.append(attend(pick(q, n, d_k)[i], pick(k, m, d_k), pick(v, m, d_v), pick(mask, n, m)[i]))
    return torch.stack(rows).view(*leading, n, d_v)


def attend(query, keys, values, row):
    """One query; row is its row of the mask."""
    added = torch.zeros_like(keys[:, 0]) if row.dtype == torch.bool else row
    left = row if row.dtype == torch.bool else row != float("-inf")
    if not left.any():
        return query.new_zeros(values.shape[1])
    scores = keys[left].mv(query) / len(query) ** 0.5 + added[left]
    e = (scores - scores.max()).exp()
    return (e[:, None] * values[left]).sum(0) / e.sum()
