"""
verdict = "RV"
caught_by = []
en = "scipy's softmax is used. This exercise asks you to write it."
zh = "使用了 scipy 的 softmax。这道题要求自己实现。"
"""

import numpy as np
from scipy.special import softmax


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    order = np.argsort(-logits, axis=-1, kind="stable")
    p = softmax(np.take_along_axis(logits, order, axis=-1) / (temperature or 1e-9), axis=-1)
    p[..., top_k or p.shape[-1] :] = 0
    p /= p.sum(axis=-1, keepdims=True)
    p[p.cumsum(axis=-1) - p >= top_p] = 0
    p[p < min_p * p[..., :1]] = 0
    probs = np.empty(p.shape)
    np.put_along_axis(probs, order, p / p.sum(axis=-1, keepdims=True), axis=-1)
    return probs


def sample_token(probs, u):
    exceeds = np.cumsum(probs, axis=-1) > np.asarray(u)[..., None]
    last = probs.shape[-1] - 1 - np.argmax(probs[..., ::-1] > 0, axis=-1)
    return np.where(exceeds.any(axis=-1), exceeds.argmax(axis=-1), last)[()]
