import math

import numpy as np


def of_row(row, temperature, top_k, top_p, min_p):
    ranks = sorted(range(len(row)), key=lambda i: (-row[i], i))
    if temperature == 0:
        return {ranks[0]: 1.0}
    best = row[ranks[0]]
    weights = {i: math.exp((row[i] - best) / temperature) for i in ranks[:top_k]}
    total = math.fsum(weights.values())
    kept, so_far = {}, 0.0
    for i, weight in weights.items():
        if top_p < 1 and so_far >= top_p * total:
            break
        kept[i] = weight
        so_far += weight
    kept = {i: weight for i, weight in kept.items() if weight >= min_p}
    total = math.fsum(kept.values())
    return {i: weight / total for i, weight in kept.items()}


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    probs = np.zeros(logits.shape)
    for index in np.ndindex(logits.shape[:-1]):
        for i, p in of_row(logits[index].tolist(), temperature, top_k, top_p, min_p).items():
            probs[(*index, i)] = p
    return probs


def drawn(row, u):
    total, last = 0.0, 0
    for i, p in enumerate(row):
        total += p
        if p > 0:
            last = i
        if total > u:
            return i
    return last


def sample_token(probs, u):
    if probs.ndim == 1:
        return drawn(probs.tolist(), float(u))
    tokens = np.zeros(probs.shape[:-1], dtype=int)
    for index in np.ndindex(tokens.shape):
        tokens[index] = drawn(probs[index].tolist(), u[index])
    return tokens
