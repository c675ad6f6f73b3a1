"""
verdict = "WA"
caught_by = ["large_float32"]
en = "The logarithm of the sum is added to the maximum, and the result is subtracted from x. Beside a large maximum in float32 the logarithm loses nearly all of its digits."
zh = "先把和的对数加到最大值上，再从 x 中减去。float32 中最大值很大时，对数几乎丢掉所有有效数字。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    m = x.max(axis=axis, keepdims=True)
    log_sum = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return np.exp(x - log_sum)
