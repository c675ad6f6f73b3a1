"""
verdict = "WA"
caught_by = ["example", "certain"]
en = "The labels stand where no token was chosen."
zh = "标签放在了没被选中的位置。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, -100, ids)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
