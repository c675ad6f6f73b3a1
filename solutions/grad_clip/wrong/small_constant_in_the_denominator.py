"""
verdict = "WA"
caught_by = ["exact_factor", "at_the_limit", "cut_up"]
en = "The factor is max_norm / (norm + 1e-6), as in torch. Here nothing is added: the result falls short of max_norm, by far where max_norm is small itself."
zh = "系数是 max_norm / (norm + 1e-6)，和 torch 一样。这里不加任何东西：否则结果的范数达不到 max_norm，max_norm 本身很小时差得更远。"
"""

import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.clip(g, -limit, limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    norm = global_norm([g for g in grads if g is not None])
    factor = max_norm / (norm + 1e-6) if max_norm < norm < np.inf else 1.0
    return [None if g is None else g * factor for g in grads], norm


def global_norm(arrays):
    values = np.concatenate([np.zeros(1), *(a.ravel() for a in arrays)])
    largest = np.abs(values).max()
    if largest == 0 or not np.isfinite(largest):
        return float(largest)
    return float(largest * np.sqrt(np.sum((values / largest) ** 2)))
