"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "The maximum is computed once for each shape and kept for later calls, whose logits have another one: far from it exp overflows or underflows."
zh = "最大值对每种形状只算一次，并留给之后的调用使用；而之后的 logits 最大值不同，离它很远时 exp 会上溢或下溢。"
"""

import numpy as np

_shifts = {}


def stable_softmax(x, axis=-1):
    key = (x.shape, axis)
    if key not in _shifts:
        _shifts[key] = x.max(axis=axis, keepdims=True)
    e = np.exp(x - _shifts[key])
    return e / e.sum(axis=axis, keepdims=True)
