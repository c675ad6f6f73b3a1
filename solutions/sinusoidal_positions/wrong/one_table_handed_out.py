"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "The same array is returned again for the same arguments: whoever changes it changes later answers."
zh = "参数相同时返回同一个数组：调用者改动它，就改动了以后的结果。"
"""

import numpy as np

_tables = {}


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    key = length, d_model, offset, base
    if key in _tables:
        return _tables[key]
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    _tables[key] = table
    return table
