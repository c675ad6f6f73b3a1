"""
verdict = "WA"
caught_by = ["any_order"]
en = "The backward pass scales with the p of the latest forward call in training, kept in the module, and not with its own."
zh = "反向使用的是最近一次训练前向的 p（保存在模块里），而不是它自己的参数 p。"
"""

import numpy as np

_latest = {}


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    _latest["p"] = p
    mask = np.random.random(x.shape) >= p  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, _latest.get("p", p))


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
