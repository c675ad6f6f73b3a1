import torch


def causal_lm_loss(logits, tokens, mask=None):
    batch, length, vocabulary = logits.shape
    last = torch.zeros(batch, 1, dtype=torch.bool)
    if mask is None:
        mask = torch.ones(batch, length, dtype=torch.bool)
    counts = torch.cat([mask[:, 1:] & mask[:, :-1], last], dim=1)
    z = torch.where(counts[..., None], logits, 0)
    z = z if z.dtype == torch.float64 else z.float()
    following = torch.where(counts, tokens.roll(-1, dims=1), 0)
    losses = z.logsumexp(dim=-1) - z.gather(2, following[..., None])[..., 0]
    return (losses * counts).sum() / counts.sum().clamp(min=1)
