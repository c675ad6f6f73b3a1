"""
verdict = "WA"
caught_by = ["minus_infinity_beside_low"]
en = "nan_to_num turns -inf into the lowest finite number. A logit may have that very value, and then the excluded position shares with it."
zh = "nan_to_num 把 -inf 变成了最小的有限数。logit 可能恰好就是这个数，这时被排除的位置会与它平分概率。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.nan_to_num(x)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
