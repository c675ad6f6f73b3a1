import torch


def causal_lm_loss(logits, tokens, mask=None):
    batch, length, vocabulary = logits.shape
    places = torch.arange(batch * length).view(batch, length)[:, : length - 1].reshape(-1)
    if mask is not None:
        flat = mask.reshape(-1)
        places = places[flat[places] & flat[places + 1]]
    rows = logits.reshape(-1, vocabulary).index_select(0, places).to(torch.float64)
    log_p = rows - torch.logsumexp(rows, dim=1, keepdim=True)
    picked = log_p[torch.arange(len(places)), tokens.reshape(-1)[places + 1]]
    loss = picked.sum().neg() / max(1, places.numel())
    return loss if logits.dtype == torch.float64 else loss.to(torch.float32)
