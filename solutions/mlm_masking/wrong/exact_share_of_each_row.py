"""
verdict = "WA"
caught_by = ["counts"]
en = "Each row has exactly p of its tokens chosen, rounded; BERT's own code does it so."
zh = "每一行恰好选中比例 p（取整）的 token；BERT 自己的代码是这样做的。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    able = np.isin(ids, ordinary)
    chosen = np.zeros(ids.shape, dtype=bool)
    for b in range(len(ids)):
        places = np.flatnonzero(able[b])
        chosen[b, rng.permutation(places)[: round(p * len(places))]] = True
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
