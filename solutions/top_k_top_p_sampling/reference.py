import numpy as np


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    if temperature == 0:
        temperature = top_k = 1
    order = np.argsort(-logits, kind="stable")
    ranked = -np.sort(-logits)
    p = np.exp((ranked - ranked[..., :1]) / temperature)  # the quotient may be -inf, and its exponential 0
    if top_k is not None:
        p[..., top_k:] = 0
    p /= p.sum(axis=-1, keepdims=True)
    if top_p < 1:
        p *= p.cumsum(axis=-1) - p < top_p
    p[p < min_p * p[..., :1]] = 0
    p /= p.sum(axis=-1, keepdims=True)
    probs = np.empty(p.shape)
    np.put_along_axis(probs, order, p, axis=-1)
    return probs


def sample_token(probs, u):
    exceeds = np.cumsum(probs, axis=-1) > np.asarray(u)[..., None]
    last = probs.shape[-1] - 1 - np.argmax(probs[..., ::-1] > 0, axis=-1)
    return np.where(exceeds.any(axis=-1), exceeds.argmax(axis=-1), last)[()]
