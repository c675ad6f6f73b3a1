"""
verdict = "WA"
caught_by = ["dtype", "magnitudes", "many_shapes"]
en = "Everything is computed in float32 and widened at the end: float64 arguments lose half of their digits."
zh = "全部用 float32 计算，最后再转换：float64 的参数丢掉了一半的有效数字。"
"""

import numpy as np


def linear_forward(x, w, b=None):
    y = x.astype(np.float32) @ w.astype(np.float32).T
    return (y if b is None else y + b.astype(np.float32)).astype(x.dtype)


def linear_backward(dy, x, w):
    kept = x.dtype
    dy, x, w = (a.astype(np.float32) for a in (dy, x, w))
    rows, grads = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return (dy @ w).astype(kept), (grads.T @ rows).astype(kept), grads.sum(axis=0).astype(kept)
