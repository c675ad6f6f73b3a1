"""
verdict = "WA"
caught_by = ["epochs"]
en = "Neighbouring seeds give the same mask."
zh = "相邻的种子给出相同的掩码。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed // 100)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
