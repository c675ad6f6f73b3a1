"""Nothing is sorted back: each token learns its rank, and what the better ones have together."""

import numpy as np


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    better = logits[..., None, :] > logits[..., :, None]
    V = logits.shape[-1]
    better |= (logits[..., None, :] == logits[..., :, None]) & (np.arange(V) < np.arange(V)[:, None])
    rank = better.sum(axis=-1)
    if temperature == 0:
        return (rank == 0) * 1.0
    with np.errstate(over="ignore"):
        p = np.exp((logits - np.max(logits, axis=-1, keepdims=True)) / temperature)

    def leave(p, stays):
        p = np.where(stays, p, 0.0)
        return p / np.sum(p, axis=-1, keepdims=True)

    p = leave(p, rank < (V if top_k is None else top_k))
    if top_p != 1:
        p = leave(p, np.sum(better * p[..., None, :], axis=-1) < top_p)
    return leave(p, p >= min_p * np.max(p, axis=-1, keepdims=True))


def sample_token(probs, u):
    sums = np.cumsum(probs, axis=-1)
    sums = np.where(sums == sums[..., -1:], np.inf, sums)
    found = np.sum(sums <= np.expand_dims(u, -1), axis=-1)
    return int(found) if probs.ndim == 1 else found
