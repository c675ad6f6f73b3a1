"""
verdict = "WA"
caught_by = ["random_tokens"]
en = "The special tokens are taken to be the first of the vocabulary."
zh = "以为特殊 token 就是词表最前面的几个。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.arange(len(special_ids), vocab_size)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary, size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
