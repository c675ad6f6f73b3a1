"""
verdict = "WA"
caught_by = ["example", "top_p"]
en = "The token at which the sum crosses top_p is removed as well, so less than top_p is left, and sometimes nothing."
zh = "跨过 top_p 的那个 token 也去掉了，剩下的概率不足 top_p，有时甚至什么都不剩。"
"""

import numpy as np


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    if temperature == 0:
        temperature, top_k = 1.0, 1
    order = np.argsort(-logits, axis=-1, kind="stable")
    ranked = np.take_along_axis(logits, order, axis=-1)
    with np.errstate(over="ignore"):  # the quotient may be -inf, and its exponential 0
        p = np.exp((ranked - ranked[..., :1]) / temperature)
    if top_k is not None:
        p[..., top_k:] = 0
    p /= p.sum(axis=-1, keepdims=True)
    if top_p < 1:
        p[(p.cumsum(axis=-1) > top_p) & (p.cumsum(axis=-1) > p[..., :1])] = 0
    p[p < min_p * p[..., :1]] = 0
    p /= p.sum(axis=-1, keepdims=True)
    probs = np.empty(p.shape)
    np.put_along_axis(probs, order, p, axis=-1)
    return probs


def sample_token(probs, u):
    exceeds = np.cumsum(probs, axis=-1) > np.asarray(u)[..., None]
    last = probs.shape[-1] - 1 - np.argmax(probs[..., ::-1] > 0, axis=-1)
    return np.where(exceeds.any(axis=-1), exceeds.argmax(axis=-1), last)[()]
