"""
verdict = "WA"
caught_by = ["dtypes"]
en = "The results are int64, whatever ids is."
zh = "无论 ids 是什么 dtype，结果都是 int64。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(np.int64), labels.astype(np.int64)
