"""
verdict = "WA"
caught_by = ["no_table_kept"]
en = "A table is kept by its shape alone: another offset or base gets the old one."
zh = "表只按形状缓存：换了 offset 或 base，得到的还是旧表。"
"""

import numpy as np

_tables = {}


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    if (length, d_model) in _tables:
        return _tables[length, d_model].copy()
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    _tables[length, d_model] = table
    return table.copy()
