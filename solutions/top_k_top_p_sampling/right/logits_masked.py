"""As libraries do it: each step sets logits to -inf, and the softmax comes again and again."""

import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    x = logits - logits.max(axis=-1, keepdims=True)
    order = np.lexsort((np.broadcast_to(np.arange(x.shape[-1]), x.shape), -x), axis=-1)
    rank = np.argsort(order, axis=-1)
    if temperature == 0:
        return np.where(rank == 0, 1.0, 0.0)
    with np.errstate(over="ignore"):
        x = x / temperature
    if top_k is not None:
        x = np.where(rank >= top_k, -np.inf, x)
    if top_p < 1.0:
        ordered = np.take_along_axis(softmax(x), order, axis=-1)
        behind = np.cumsum(ordered[..., ::-1], axis=-1)[..., ::-1]  # a token and all behind it
        stays = np.take_along_axis(behind > 1 - top_p, rank, axis=-1)
        stays[rank == 0] = True
        x = np.where(stays, x, -np.inf)
    if min_p > 0:
        x = np.where(x < np.log(min_p), -np.inf, x)
    return softmax(x)


def sample_token(probs, u):
    rows = np.array(probs).reshape(-1, probs.shape[-1])
    found = []
    for row, level in zip(rows, np.ravel(u)):
        possible = np.flatnonzero(row)
        place = np.searchsorted(np.cumsum(row[possible]), level, side="right")
        found.append(possible[min(place, len(possible) - 1)])
    return found[0] if probs.ndim == 1 else np.array(found, dtype=int).reshape(probs.shape[:-1])
