"""
verdict = "WA"
caught_by = ["example", "certain"]
en = "labels holds what stands in inputs, not what stood there before."
zh = "labels 里放的是处理后的 token，而不是原来的。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, inputs, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
