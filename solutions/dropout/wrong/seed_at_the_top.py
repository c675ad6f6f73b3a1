"""
verdict = "WA"
caught_by = ["other_runs"]
en = "The generator is made with a fixed seed when the file is loaded: every run draws the same numbers."
zh = "生成器在文件载入时用固定的种子创建：每次运行抽到的数都一样。"
"""

import numpy as np

rng = np.random.default_rng(0)


def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x, None
    mask = rng.random(x.shape) >= p  # below 1, and 0 or more: p = 0 keeps everything, p = 1 nothing
    return _kept(x, mask, p), mask


def dropout_backward(dy, mask, p=0.5):
    return dy if mask is None else _kept(dy, mask, p)


def _kept(a, mask, p):
    result = np.zeros_like(a)
    result[mask] = a[mask] / (1 - p)  # with p = 1 nothing is divided
    return result
