"""
verdict = "WA"
caught_by = ["minus_infinity_beside_low"]
en = "Entries of -inf are replaced by a low finite number. Logits may be lower still, and then the excluded positions win."
zh = "-inf 被换成了一个很低的有限数。其他 logits 可能更低，这时被排除的位置反而胜出。"
"""

import numpy as np


def stable_softmax(x, axis=-1):
    z = np.where(np.isneginf(x), -1e9, x).astype(x.dtype)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
