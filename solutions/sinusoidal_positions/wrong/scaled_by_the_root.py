"""
verdict = "WA"
caught_by = ["example"]
en = "The table is multiplied by the root of d_model; that is what the embeddings get."
zh = "整张表乘以了 d_model 的平方根；那是词嵌入要乘的。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table * np.sqrt(d_model)
