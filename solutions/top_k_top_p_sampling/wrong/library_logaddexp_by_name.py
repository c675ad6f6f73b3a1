"""
verdict = "RV"
caught_by = []
en = "np.logaddexp, reached by getattr, is the log-sum-exp. It is forbidden under any name."
zh = "通过 getattr 取得 np.logaddexp，它就是 log-sum-exp。无论叫什么名字，它都是不允许的。"
"""

import numpy as np

total = getattr(np, "logaddexp")


def filtered_probs(logits, temperature=1.0, top_k=None, top_p=1.0, min_p=0.0):
    if temperature == 0:
        temperature, top_k = 1.0, 1
    order = np.argsort(-logits, axis=-1, kind="stable")
    ranked = np.take_along_axis(logits, order, axis=-1) / temperature
    p = np.exp(ranked - total.reduce(ranked, axis=-1, keepdims=True))
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
