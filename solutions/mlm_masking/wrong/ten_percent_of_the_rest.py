"""
verdict = "WA"
caught_by = ["fates"]
en = "Of the fifth that is not hidden a tenth becomes random, where it should be half."
zh = "没有遮住的两成里只有一成换成随机 token，应为一半。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    hidden = rng.random(ids.shape) < 0.8
    other = ~hidden & (rng.random(ids.shape) < 0.1)
    inputs = np.where(other, rng.choice(ordinary, size=ids.shape), np.where(hidden, mask_id, ids))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
