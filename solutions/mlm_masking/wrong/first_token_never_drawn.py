"""
verdict = "WA"
caught_by = ["random_tokens"]
en = "The first token that is not special is never drawn."
zh = "第一个非特殊 token 永远抽不到。"
"""

import numpy as np


def mlm_mask(ids, special_ids, mask_id, vocab_size, seed, p=0.15):
    rng = np.random.default_rng(seed)
    ordinary = np.setdiff1d(np.arange(vocab_size), special_ids)
    chosen = np.isin(ids, ordinary) & (rng.random(ids.shape) < p)
    fate = rng.integers(10, size=ids.shape)  # 0: a random token, 1: as before, else: hidden
    inputs = np.where(fate == 0, rng.choice(ordinary[min(1, len(ordinary) - 1) :], size=ids.shape), np.where(fate == 1, ids, mask_id))
    labels = np.where(chosen, ids, -100)
    return np.where(chosen, inputs, ids).astype(ids.dtype), labels
