"""
verdict = "WA"
caught_by = ["counts"]
en = "Exactly p of all tokens are chosen, rounded."
zh = "所有 token 中恰好选中比例 p（取整）。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    able = np.flatnonzero(np.isin(ids, ordinary))
    chosen = np.zeros(ids.size, dtype=bool)
    chosen[rng.permutation(able)[: round(p * len(able))]] = True
    chosen = chosen.reshape(ids.shape)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
